package sekisho.upstream;

import io.netty.channel.Channel;
import sekisho.balance.Member;
import sekisho.balance.Members;

/**
 * The upstreams that one request or connection may go to: at which it is, and at which it has been.
 *
 * <p>Sees to it that an upstream counts it among what it has in hand from {@link #begin} to {@link
 * #release}, and no longer. Belongs to one event loop.
 *
 * @param <U> what an upstream is
 */
final class Candidates<U> {
  private final Members<U> members;
  private Member<U> present;

  /** Bit set of the upstreams that were tried, the present one included. */
  private long tried;

  private boolean held;

  Candidates(Members<U> members) {
    this.members = members;
    this.present = members.next();
  }

  /** Takes the one whose turn it is. */
  void begin() {
    take(present);
  }

  /**
   * Takes another one, if there is one that was not tried; else it stays where it is.
   *
   * @return whether it is another
   */
  boolean turn() {
    Member<U> other = members.nextBut(tried);
    if (other == null) {
      return false;
    }
    release();
    take(other);
    return true;
  }

  private void take(Member<U> next) {
    present = next;
    tried |= next.bit();
    held = true;
    next.begin();
  }

  U present() {
    return present.upstream();
  }

  void succeeded() {
    Condition.succeeded(present);
  }

  void failed(UpstreamFailure failure) {
    Condition.failed(present, failure);
  }

  /** It is over, there at least. */
  void release() {
    if (held) {
      held = false;
      present.done();
    }
  }

  /** It has become a connection of its own, which is in hand until it ends. */
  void releaseWith(Channel connection) {
    Member<U> until = present;
    held = false;
    connection.closeFuture().addListener(_ -> until.done());
  }
}
