package sekisho.metrics;

import java.util.Locale;

/** What a connection was dispatched to: the label of {@code connections_total}. */
public enum RouteType {
  TRANSPARENT,
  TLS_TERMINATE,
  HTTP,
  /** No route: a challenge of an authority, answered by TLS. */
  ACME_CHALLENGE,
  /** No route: a connection to {@code http_listen}. */
  PLAIN_HTTP,
  REJECT;

  private final String label = name().toLowerCase(Locale.ROOT);

  public String label() {
    return label;
  }
}
