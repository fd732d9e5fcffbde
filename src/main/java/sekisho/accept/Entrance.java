package sekisho.accept;

/** What is expected of those who come to a listener. */
public enum Entrance {
  /** A hello, or what the default route takes without one: {@code listen}. */
  TLS,
  /** Requests in the clear: {@code http_listen}. */
  PLAIN_HTTP
}
