package sekisho.model;

/**
 * A bound on what is open at once per key ({@code connection_limit}): requests in flight on an HTTP
 * route, connections on an SNI route.
 *
 * <p>Equal ones are one limit: what they count is shared.
 *
 * @param max how much may be open at once
 * @param key what is counted together
 * @param status what a refused request is answered with; 0 where there is no HTTP to answer in
 * @param dryRun whether refusals are told and not done
 * @param place where it is configured
 */
public record ConnectionLimit(int max, LimitKey key, int status, boolean dryRun, Place place) {
  public ConnectionLimit {
    Require.that(max >= 1, "max must be at least 1");
    if (status != 0) {
      Require.error(status);
    }
  }

  /** What it says, equal to what another says that stands somewhere else. */
  public ConnectionLimit anywhere() {
    return new ConnectionLimit(max, key, status, dryRun, Place.ANYWHERE);
  }
}
