package sekisho.metrics;

/** What a connection was dispatched to: the label of {@code connections_total}. */
public enum RouteType {
  TRANSPARENT,
  TLS_TERMINATE,
  HTTP,
  REJECT
}
