package sekisho.acme;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/** Asks an authority again until it has decided: at once, then ever less often, or as it says. */
final class Polling {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** What an authority may ask for between two looks at an order. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(1);

  private final Clock clock;
  private final Pause pause;
  private Duration left;

  /**
   * @param patience for all that is polled with this, as the sum of its pauses: a clock may jump
   */
  Polling(Clock clock, Pause pause, Duration patience) {
    this.clock = clock;
    this.pause = pause;
    this.left = patience;
  }

  /**
   * @param what for people
   * @param undecided to be waited out
   * @return what it is then
   * @throws Undecided when the patience is at an end
   */
  Status await(PollableResource resource, String what, Status... undecided)
      throws AcmeException, InterruptedException, Undecided {
    Set<Status> waiting = EnumSet.noneOf(Status.class);
    waiting.addAll(Set.of(undecided));
    Duration own = FIRST;
    while (true) {
      Instant asked = resource.fetch().orElse(Instant.MIN);
      if (!waiting.contains(resource.getStatus())) {
        return resource.getStatus();
      }
      Instant now = clock.instant();
      Instant next = later(now.plus(own), asked);
      next = next.isAfter(now.plus(LONGEST_ASKED_FOR)) ? now.plus(LONGEST_ASKED_FOR) : next;
      left = left.minus(Duration.between(now, next));
      if (left.isNegative()) {
        throw new Undecided(what);
      }
      pause.until(next);
      own = own.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : own.multipliedBy(2);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
