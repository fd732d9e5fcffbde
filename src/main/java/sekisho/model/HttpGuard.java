package sekisho.model;

import java.util.Optional;

/**
 * What an HTTP route asks of a client before it takes its request.
 *
 * @param access whom it serves at all
 * @param rate how fast requests may come; empty: as they like
 * @param inFlight how many there may be at once, a WebSocket until it ends; empty: as many as come
 */
public record HttpGuard(
    AccessList access, Optional<RateLimit> rate, Optional<ConnectionLimit> inFlight) {
  /** Asks nothing. */
  public static final HttpGuard NONE =
      new HttpGuard(AccessList.EVERYBODY, Optional.empty(), Optional.empty());
}
