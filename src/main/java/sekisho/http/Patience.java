package sekisho.http;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.model.HttpSettings.HttpTimeouts;

/** How long a client may take for what is expected of it: one thing at a time, or nothing. */
final class Patience {
  /** What is expected. */
  enum For {
    /** The first byte of another request. */
    REQUEST,
    /** A whole head, however slowly its bytes trickle. */
    HEAD,
    /** The next piece of a body. */
    BODY,
    /** It is not the client's turn. */
    NOTHING
  }

  private HttpTimeouts timeouts;

  /** Some round trips of a slow client, and less than anyone who waits for its end minds. */
  private static final long HURRIED_MILLIS = 2000;

  private final Deadline deadline;
  private For expected = For.NOTHING;

  /** Of the body that was expected last. */
  private @Nullable BodyPace pace;

  private long sinceNanos;

  /**
   * @param lost called with what did not come in time
   */
  Patience(Deadlines deadlines, HttpTimeouts timeouts, Consumer<For> lost) {
    this.timeouts = timeouts;
    this.deadline =
        deadlines.create(() -> {
          endPiece();
          lost.accept(expected);
        });
  }

  /** What is expected from now on may take as long as this says. */
  void become(HttpTimeouts others) {
    timeouts = others;
  }

  /** Expects {@code what}, which is no body, from now on. */
  void begin(For what) {
    endPiece();
    expected = what;
    switch (what) {
      case REQUEST -> deadline.arm(timeouts.keepalive().toMillis());
      case HEAD -> deadline.arm(timeouts.requestHeader().toMillis());
      case BODY, NOTHING -> deadline.disarm();
    }
  }

  /** What is expected has to come soon: the connection is not to be kept. */
  void hurry() {
    deadline.arm(HURRIED_MILLIS);
  }

  /** Goes on expecting the next piece of a body, or begins to. */
  void keepBody(BodyPace ofBody) {
    if (expected != For.BODY) {
      expected = For.BODY;
      pace = ofBody;
      sinceNanos = System.nanoTime();
      deadline.arm(ofBody.patienceMillis());
    }
  }

  private void endPiece() {
    if (expected == For.BODY && pace != null) {
      pace.waited(System.nanoTime() - sinceNanos);
      pace = null;
    }
  }

  /** Goes on expecting {@code what} if that is so already, else begins. */
  void keep(For what) {
    if (expected != what) {
      begin(what);
    }
  }

  boolean is(For what) {
    return expected == what;
  }
}
