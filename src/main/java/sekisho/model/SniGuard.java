package sekisho.model;

import java.util.Optional;

/**
 * What an SNI route asks of a client before it serves its connection, and before any cryptography.
 *
 * @param access whom it serves at all
 * @param connections how many there may be at once; empty: as many as come
 * @param manner how a connection that it refuses ends
 */
public record SniGuard(
    AccessList access, Optional<ConnectionLimit> connections, RejectManner manner) {
  /** Asks nothing. */
  public static final SniGuard NONE =
      new SniGuard(AccessList.EVERYBODY, Optional.empty(), RejectManner.DROP);
}
