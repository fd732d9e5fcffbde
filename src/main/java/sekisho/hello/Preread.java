package sekisho.hello;

/** What is known of a connection by the bytes it began with. */
public sealed interface Preread {

  /** Nothing yet: more bytes are needed. */
  record Incomplete() implements Preread {}

  /** It is not TLS. The first byte tells; nothing else was looked at. */
  record NotTls() implements Preread {}

  /** A whole and well-formed ClientHello. */
  record Hello(ClientHello clientHello) implements Preread {}

  /**
   * It claims to be TLS and is not a hello that could be served. It must never be routed, above all
   * not to the default that takes connections without TLS.
   */
  record Malformed(MalformedHello reason) implements Preread {}
}
