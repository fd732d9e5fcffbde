package sekisho.admin;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sekisho.model.UiSettings.Access;

/**
 * Browsers that have come in. A session has a new random id, which is kept as a fingerprint alone,
 * and ends 30 minutes after its last use, 12 hours after its beginning, at logout, with the
 * process, and when a reload takes away what it came in by.
 *
 * <p>Thread-safe; a lock for a look into a map of some entries, which event loops take too.
 */
final class Sessions {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(12);

  /** Operators with several browsers each; beyond it the one that was used least recently ends. */
  static final int MAX_SESSIONS = 256;

  private final LongSupplier nanoTime;

  /** By fingerprint of the id; the least recently used first. */
  private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static final class Session {
    private final Identity identity;
    private final long begun;
    private long used;

    private Session(Identity identity, long now) {
      this.identity = identity;
      this.begun = now;
      this.used = now;
    }
  }

  /** Begins one; returns its id. */
  synchronized String begin(Identity identity) {
    String id = RandomSecrets.random();
    if (sessions.size() >= MAX_SESSIONS) {
      Iterator<String> eldest = sessions.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    sessions.put(RandomSecrets.fingerprint(id), new Session(identity, nanoTime.getAsLong()));
    return id;
  }

  /** Who has it; it counts as used. Empty: there is none of this id, or it is over. */
  synchronized Optional<Identity> use(String id) {
    String fingerprint = RandomSecrets.fingerprint(id);
    @Nullable Session session = sessions.get(fingerprint);
    if (session == null) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    if (now - session.used >= IDLE.toNanos() || now - session.begun >= LONGEST.toNanos()) {
      sessions.remove(fingerprint);
      return Optional.empty();
    }
    session.used = now;
    return Optional.of(session.identity);
  }

  synchronized void end(String id) {
    sessions.remove(RandomSecrets.fingerprint(id));
  }

  /** Ends those that would not come in any more. */
  synchronized void retain(Access access) {
    sessions.values().removeIf(session -> !session.identity.isAdmittedBy(access));
  }
}
