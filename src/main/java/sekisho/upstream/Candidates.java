package sekisho.upstream;

import io.netty.channel.Channel;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.model.UpstreamUrl;

/**
 * The upstreams that one request may go to: at which it is, and at which it has been.
 *
 * <p>Sees to it that an upstream counts the request among what it has in hand from {@link #begin}
 * to {@link #release}, and no longer. Belongs to one event loop.
 */
final class Candidates {
  private final Members<UpstreamUrl> members;
  private Member<UpstreamUrl> present;

  /** Bit set of the upstreams that were tried, the present one included. */
  private long tried;

  private boolean held;

  Candidates(Members<UpstreamUrl> members) {
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
    Member<UpstreamUrl> other = members.nextBut(tried);
    if (other == null) {
      return false;
    }
    release();
    take(other);
    return true;
  }

  private void take(Member<UpstreamUrl> next) {
    present = next;
    tried |= next.bit();
    held = true;
    next.begin();
  }

  UpstreamUrl present() {
    return present.upstream();
  }

  void succeeded() {
    Condition.succeeded(present);
  }

  void failed(UpstreamFailure failure) {
    Condition.failed(present, failure);
  }

  /** The request is over, there at least. */
  void release() {
    if (held) {
      held = false;
      present.done();
    }
  }

  /** The request has become a tunnel, which is in hand until it ends. */
  void releaseWith(Channel tunnel) {
    Member<UpstreamUrl> until = present;
    held = false;
    tunnel.closeFuture().addListener(_ -> until.done());
  }
}
