package sekisho.proxyprotocol;

import java.net.InetSocketAddress;

/** What is known of a connection that has to begin with a PROXY header. */
public sealed interface Received {

  /** Nothing yet: more bytes are needed. */
  record Incomplete() implements Received {}

  /**
   * The proxy speaks for somebody.
   *
   * @param source who connected to the proxy; an IPv4-mapped address is IPv4
   * @param destination what it connected to
   * @param bytes the header's length; what follows is the connection's own
   */
  record Proxied(InetSocketAddress source, InetSocketAddress destination, int bytes)
      implements Received {}

  /**
   * The proxy speaks for itself (LOCAL), or for somebody without an IP address (UNKNOWN, UNSPEC):
   * the socket's own addresses count.
   *
   * @param bytes the header's length
   */
  record Local(int bytes) implements Received {}

  /**
   * There is no header, or it is none that could be believed.
   *
   * @param reason why, for the log; never with bytes of the peer in it
   */
  record Malformed(String reason) implements Received {}
}
