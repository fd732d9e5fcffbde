package sekisho.upstream;

import io.netty.channel.Channel;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.model.TcpUpstream;

/**
 * One attempt to connect to any of a group of TCP upstreams: to the one whose turn it is, and where
 * it cannot be reached to the others, each once.
 *
 * <p>As with {@link Dialer}, the callback is called once in the event loop, unless the attempt is
 * cancelled. The upstream counts the connection among what it has in hand until that is closed.
 */
public final class GroupDialer {
  private final Members<TcpUpstream> upstreams;
  private final Function<Consumer<Dialer.Dialled>, Dialer> dialers;
  private final Consumer<Dialer.Dialled> callback;
  private @Nullable Dialer current;
  private @Nullable Member<TcpUpstream> asked;
  private long tried;

  GroupDialer(
      Members<TcpUpstream> upstreams,
      Function<Consumer<Dialer.Dialled>, Dialer> dialers,
      Consumer<Dialer.Dialled> callback) {
    this.upstreams = upstreams;
    this.dialers = dialers;
    this.callback = callback;
  }

  /** To be called once. */
  void dial() {
    dial(upstreams.next());
  }

  private void dial(Member<TcpUpstream> member) {
    tried |= member.bit();
    asked = member;
    member.begin();
    Dialer dialer = dialers.apply(dialled -> dialled(member, dialled));
    current = dialer;
    dialer.dial(member.upstream());
  }

  private void dialled(Member<TcpUpstream> member, Dialer.Dialled dialled) {
    asked = null;
    switch (dialled) {
      case Dialer.Connected connected -> {
        Condition.succeeded(member);
        Channel channel = connected.channel();
        channel.closeFuture().addListener(_ -> member.done());
        callback.accept(connected);
      }
      case Dialer.Failed failed -> {
        member.done();
        Condition.failed(member, failed.failure());
        Member<TcpUpstream> other = upstreams.nextBut(tried);
        if (other == null) {
          callback.accept(failed);
        } else {
          FailureLog.add(Level.INFO, failed.failure());
          dial(other);
        }
      }
    }
  }

  /** Nobody waits any more: closes what is being connected, and calls nobody back. */
  public void cancel() {
    if (asked != null && current != null) {
      current.cancel();
      asked.done();
      asked = null;
    }
  }
}
