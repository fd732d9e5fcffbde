package sekisho.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.channel.LingeringClose;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.live.LiveConnection;
import sekisho.metrics.Reason;

/**
 * Copies bytes both ways between two channels until both directions have ended.
 *
 * <p>A direction whose reader is slow stops the reads of its sender: at most the write buffer's
 * high mark and one read wait in memory. A FIN on a plain side is passed on, and the other
 * direction goes on as long as bytes move; on a side where TLS is terminated it ends the relay once
 * everything in flight is written, since TLS here cannot go on in one direction alone.
 *
 * <p>Owns both channels from {@link #start} on, and closes both. Both belong to one event loop,
 * whose thread makes every call.
 */
public final class Relay {
  private final long idleMillis;
  private final long halfCloseMillis;
  private final LiveConnection live;
  private final Consumer<Outcome> ended;
  private final RelaySide client;
  private final RelaySide upstream;
  private final Deadline patience;
  private boolean over;
  private long pendingWhenArmed;

  /**
   * @param idleTimeout without a byte in either direction; zero: never
   * @param halfCloseTimeout without a byte once one direction has ended
   */
  public record RelaySettings(Duration idleTimeout, Duration halfCloseTimeout) {}

  /**
   * What a relay was, told when nothing more is read of either side.
   *
   * @param fromClient bytes, those read before the relay included
   * @param fromUpstream bytes, likewise
   * @param reason why, where neither side has simply ended it
   */
  public record Outcome(long fromClient, long fromUpstream, @Nullable Reason reason) {}

  private Relay(
      Channel client,
      Channel upstream,
      RelaySettings settings,
      LiveConnection live,
      Consumer<Outcome> ended) {
    this.idleMillis = settings.idleTimeout().toMillis();
    this.halfCloseMillis = settings.halfCloseTimeout().toMillis();
    this.live = live;
    this.ended = ended;
    this.client = new RelaySide(this, client);
    this.upstream = new RelaySide(this, upstream);
    this.patience = Deadlines.of(client.eventLoop()).create(this::outOfPatience);
  }

  /**
   * Begins copying; neither channel has a handler of its own any more that reads.
   *
   * @param ofClient bytes of the client that were already read, taken over; null: there are none
   * @param ofUpstream those of the upstream
   * @param live the client's connection, which is told of every byte
   * @param ended called once, in the event loop
   * @return the relay, which needs nothing more of the caller
   */
  public static Relay start(
      Channel client,
      Channel upstream,
      @Nullable ByteBuf ofClient,
      @Nullable ByteBuf ofUpstream,
      RelaySettings settings,
      LiveConnection live,
      Consumer<Outcome> ended) {
    Relay relay = new Relay(client, upstream, settings, live, ended);
    relay.client.join(relay.upstream);
    relay.upstream.join(relay.client);
    client.pipeline().addLast("relay", relay.client);
    upstream.pipeline().addLast("relay", relay.upstream);
    relay.progress();
    relay.client.begin(ofClient);
    relay.upstream.begin(ofUpstream);
    return relay;
  }

  /** A side was read from. */
  void read(RelaySide side, int bytes) {
    if (side == client) {
      live.received(bytes);
    } else {
      live.sent(bytes);
    }
  }

  /** Bytes have moved. */
  void progress() {
    if (over || isHalfClosed()) {
      waitFor(halfCloseMillis);
    } else if (idleMillis > 0) {
      waitFor(idleMillis);
    }
  }

  private void waitFor(long millis) {
    pendingWhenArmed = pendingBytes();
    patience.arm(millis);
  }

  private long pendingBytes() {
    return client.pendingBytes() + upstream.pendingBytes();
  }

  private boolean isHalfClosed() {
    return client.hasEnded() || upstream.hasEnded();
  }

  /** One direction has ended, its last byte handed to the other side. */
  void sideEnded() {
    if (client.hasEnded() && upstream.hasEnded()) {
      close(null);
    } else {
      progress();
    }
  }

  private void outOfPatience() {
    if (pendingBytes() < pendingWhenArmed) {
      // Nothing was read, but a slow reader took some of what waits for it.
      progress();
      return;
    }
    if (over) {
      client.cut();
      upstream.cut();
      return;
    }
    close(isHalfClosed() ? Reason.RELAY_HALF_CLOSE_TIMEOUT : Reason.RELAY_IDLE);
  }

  /**
   * Ends both directions; what is already written to either side is flushed first, within the
   * half-close timeout.
   *
   * @param why null: a side has ended, as sides do
   */
  void close(@Nullable Reason why) {
    if (ends(why)) {
      client.close(LingeringClose::patiently);
      // A server that has lost its client has nothing more to read than what is there.
      upstream.close(LingeringClose::briefly);
      // A side that does not take its last bytes is cut.
      progress();
    }
  }

  /** Ends it now, in the middle of whatever is not written yet; for whoever cannot wait. */
  public void cut() {
    ends(null);
    client.cut();
    upstream.cut();
  }

  /** Whether it ends by this: then it is told. */
  private boolean ends(@Nullable Reason why) {
    if (over) {
      return false;
    }
    over = true;
    ended.accept(new Outcome(client.bytesRead(), upstream.bytesRead(), why));
    return true;
  }

  /**
   * A connection is broken: nothing more can be read or written there. The other end gets what was
   * read before, but no goodbye, which would say that it was all (RFC 8446 §6.1).
   */
  void sideBroken(RelaySide broken) {
    if (ends(broken == client ? Reason.CLIENT_ABORT : Reason.UPSTREAM_RESET)) {
      broken.cut();
      (broken == client ? upstream : client).truncate();
      progress();
    }
  }

  /** A channel is gone; the other one follows. */
  void sideGone() {
    close(null);
    if (!client.isOpen() && !upstream.isOpen()) {
      patience.disarm();
    }
  }
}
