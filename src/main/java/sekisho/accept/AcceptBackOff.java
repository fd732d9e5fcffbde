package sekisho.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import sekisho.journal.OncePerMinute;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.ListenAddress;

/**
 * When a listener does not accept: before it is opened; for a moment after a failure, above all for
 * want of file descriptors, so that nothing spins; and while there are as many connections as there
 * may be. Who connects meanwhile waits in the kernel. The log hears of either once a minute.
 */
final class AcceptBackOff extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(AcceptBackOff.class);

  /** Long enough not to spin, short enough not to be noticed when descriptors are free again. */
  private static final long PAUSE_MILLIS = 200;

  private final ListenAddress address;
  private final Capacity capacity;
  private final Meters meters;
  private final OncePerMinute failures;
  private final OncePerMinute pauses;
  private boolean resting;
  private boolean open;

  AcceptBackOff(ListenAddress address, Capacity capacity, Meters meters) {
    this(address, capacity, meters, System::nanoTime);
  }

  AcceptBackOff(ListenAddress address, Capacity capacity, Meters meters, LongSupplier nanoTime) {
    this.address = address;
    this.capacity = capacity;
    this.meters = meters;
    this.failures = new OncePerMinute(nanoTime);
    this.pauses = new OncePerMinute(nanoTime);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Runnable changed = () -> ctx.executor().execute(() -> attend(ctx));
    capacity.onChange(changed);
    ctx.channel().closeFuture().addListener(_ -> capacity.forget(changed));
  }

  /** Accepts from now on, unless something else is in the way; on the acceptor's event loop. */
  void open(ChannelHandlerContext ctx) {
    open = true;
    attend(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    capacity.take((Channel) message);
    if (capacity.isFull()) {
      meters.error(Reason.ACCEPT_FULL);
      logFull();
      attend(ctx);
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    meters.error(Reason.ACCEPT_FAILED);
    logFailure(cause);
    if (!resting) {
      resting = true;
      attend(ctx);
      var _ =
          ctx.executor()
              .schedule(
                  () -> {
                    resting = false;
                    attend(ctx);
                  },
                  PAUSE_MILLIS,
                  TimeUnit.MILLISECONDS);
    }
  }

  /** Accepts, or does not, as things are now. */
  private void attend(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(open && !resting && !capacity.isFull());
  }

  private void logFailure(Throwable cause) {
    long unsaid = failures.unsaid();
    if (unsaid >= 0) {
      LOG.errorf(
          "%s: accept on %s failed, retrying every %d ms: %s (%d failures since the last line)",
          Reason.ACCEPT_FAILED.code(), address, PAUSE_MILLIS, cause.getMessage(), unsaid);
    }
  }

  private void logFull() {
    long unsaid = pauses.unsaid();
    if (unsaid >= 0) {
      LOG.warnf(
          "%s: accept on %s pauses: there are %d connections, as many as max_connections allows"
              + " (%d pauses since the last line)",
          Reason.ACCEPT_FULL.code(), address, capacity.max(), unsaid);
    }
  }
}
