package sekisho.status;

import java.time.Instant;
import java.util.Optional;

/**
 * One upstream of a group.
 *
 * @param url as configured, {@code host:port} for relays
 * @param weight beside the others'
 * @param state whether work goes to it
 * @param why it is not {@code UP}, for people
 * @param since when it is not {@code UP}; empty: it is up
 * @param active requests or connections that it has in hand
 * @param idleConnections kept for the next request, over all event loops; 0 for relays
 * @param begun requests or connections that it was given, since the configuration was loaded
 * @param failures all since the configuration was loaded, of health checks too
 * @param failuresInRow since it last answered
 * @param lastFailure empty: there was none
 */
public record UpstreamFacts(
    String url,
    int weight,
    State state,
    Optional<String> why,
    Optional<Instant> since,
    int active,
    int idleConnections,
    long begun,
    long failures,
    int failuresInRow,
    Optional<Failure> lastFailure) {

  /** Whether work goes to an upstream. */
  public enum State {
    /** It does. */
    UP,
    /** It does, for want of another or since it is not too bad yet; but the last attempt failed. */
    FAILING,
    /** It failed too often in a row, and is left alone for a while. */
    RESTING,
    /** Its health check finds it wrong. */
    AILING
  }

  /**
   * @param at when it was
   * @param reason a code of {@code errors_total}
   * @param text one line for people: which address, and what was said
   * @param meaning of the reason
   * @param advice where to look next
   */
  public record Failure(Instant at, String reason, String text, String meaning, String advice) {}
}
