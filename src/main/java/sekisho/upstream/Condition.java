package sekisho.upstream;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import sekisho.balance.Failure;
import sekisho.balance.Member;

/** What is learned of an upstream's condition by using it, told to its group and to the log. */
final class Condition {
  private static final Logger LOG = Logger.getLogger(Condition.class);

  private Condition() {}

  /** It has answered, whatever it said. */
  static void succeeded(Member<?> member) {
    if (member.succeeded()) {
      LOG.infof("upstream %s answers again", member.upstream());
    }
  }

  /** It could not be reached, or gave no answer; faults of our own are not its. */
  static void failed(Member<?> member, UpstreamFailure failure) {
    if (failure.isOfUpstream() && member.failed(remembered(failure))) {
      LOG.warnf("upstream %s rests after failures: %s", member.upstream(), failure.reason().code());
    }
  }

  /** A check of its health came to nothing, and not by a fault of our own. */
  static void unchecked(Member<?> member, UpstreamFailure failure) {
    if (failure.isOfUpstream()) {
      member.noted(remembered(failure));
    }
  }

  private static Failure remembered(UpstreamFailure failure) {
    return new Failure(now(), failure.reason().code(), failure.detail());
  }

  /** To the millisecond, for who reads it. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
