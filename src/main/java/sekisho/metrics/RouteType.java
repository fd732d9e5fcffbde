package sekisho.metrics;

/** What a connection was dispatched to: the label of {@code connections_total}. */
public enum RouteType {
  TRANSPARENT,
  TLS_TERMINATE,
  HTTP,
  /** No route: a challenge of an authority, answered by TLS. */
  ACME_CHALLENGE,
  /** No route: a connection to {@code http_listen}. */
  PLAIN_HTTP,
  REJECT
}
