package sekisho.upstream;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
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
  private final Candidates<TcpUpstream> upstreams;
  private final Function<Consumer<Dialer.Dialled>, Dialer> dialers;
  private final Consumer<Dialer.Dialled> callback;
  private @Nullable Dialer attempt;

  GroupDialer(
      Members<TcpUpstream> upstreams,
      Function<Consumer<Dialer.Dialled>, Dialer> dialers,
      Consumer<Dialer.Dialled> callback) {
    this.upstreams = new Candidates<>(upstreams);
    this.dialers = dialers;
    this.callback = callback;
  }

  /** To be called once. */
  void dial() {
    upstreams.begin();
    dialPresent();
  }

  private void dialPresent() {
    Dialer dialer = dialers.apply(this::dialled);
    // Before it begins: it may come to its end at once.
    attempt = dialer;
    dialer.dial(upstreams.present());
  }

  private void dialled(Dialer.Dialled dialled) {
    attempt = null;
    switch (dialled) {
      case Dialer.Connected connected -> {
        upstreams.succeeded();
        upstreams.releaseWith(connected.channel());
        callback.accept(connected);
      }
      case Dialer.Failed failed -> {
        upstreams.failed(failed.failure());
        if (upstreams.turn()) {
          FailureLog.add(Level.INFO, failed.failure());
          dialPresent();
        } else {
          upstreams.release();
          callback.accept(failed);
        }
      }
    }
  }

  /** Which of them it is at, or came to. */
  public TcpUpstream present() {
    return upstreams.present();
  }

  /** Nobody waits any more: closes what is being connected, and calls nobody back. */
  public void cancel() {
    if (attempt != null) {
      attempt.cancel();
      attempt = null;
      upstreams.release();
    }
  }
}
