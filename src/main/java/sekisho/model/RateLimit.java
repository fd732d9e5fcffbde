package sekisho.model;

/**
 * A token bucket per key ({@code rate_limit}).
 *
 * <p>Equal ones are one limit: what they count is shared.
 *
 * @param requestsPerSecond how fast tokens come back
 * @param burst how many tokens a rested bucket holds
 * @param key what shares a bucket
 * @param status what a refused request is answered with
 * @param dryRun whether refusals are told and not done
 * @param place where it is configured
 */
public record RateLimit(
    double requestsPerSecond, int burst, LimitKey key, int status, boolean dryRun, Place place) {
  public RateLimit {
    Require.that(requestsPerSecond > 0, "requestsPerSecond must be positive");
    Require.that(burst >= 1, "burst must be at least 1");
    Require.error(status);
  }

  /** What it says, equal to what another says that stands somewhere else. */
  public RateLimit anywhere() {
    return new RateLimit(requestsPerSecond, burst, key, status, dryRun, Place.ANYWHERE);
  }
}
