package sekisho.status;

import java.util.Optional;

/**
 * Which of the open connections to list.
 *
 * @param kind the label of {@code connections_total}; empty: any
 * @param serverName the SNI, whole; empty: any
 * @param client its address, whole; empty: any
 * @param limit at most so many are listed
 */
public record ConnectionQuery(
    Optional<String> kind, Optional<String> serverName, Optional<String> client, int limit) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 10_000;

  public ConnectionQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ": " + limit);
    }
  }

  /** All, as many as is usual. */
  public static ConnectionQuery all() {
    return new ConnectionQuery(Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_LIMIT);
  }
}
