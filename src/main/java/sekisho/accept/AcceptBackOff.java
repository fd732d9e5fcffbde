package sekisho.accept;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.ListenAddress;

/**
 * What happens when accept fails, above all for want of file descriptors: it pauses, so that
 * nothing spins, and tries again; the log hears of it once a minute.
 */
final class AcceptBackOff extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(AcceptBackOff.class);

  /** Long enough not to spin, short enough not to be noticed when descriptors are free again. */
  private static final long PAUSE_MILLIS = 200;

  private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ListenAddress address;
  private final Meters meters;
  private final LongSupplier nanoTime;
  private long lastLogged;
  private boolean everLogged;
  private long unlogged;

  AcceptBackOff(ListenAddress address, Meters meters) {
    this(address, meters, System::nanoTime);
  }

  AcceptBackOff(ListenAddress address, Meters meters, LongSupplier nanoTime) {
    this.address = address;
    this.meters = meters;
    this.nanoTime = nanoTime;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    meters.error(Reason.ACCEPT_FAILED);
    log(cause);
    ChannelConfig config = ctx.channel().config();
    if (config.isAutoRead()) {
      config.setAutoRead(false);
      var _ =
          ctx.executor()
              .schedule(() -> config.setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void log(Throwable cause) {
    long now = nanoTime.getAsLong();
    if (everLogged && now - lastLogged < LOG_INTERVAL_NANOS) {
      unlogged++;
      return;
    }
    LOG.errorf(
        "accept on %s failed, retrying every %d ms: %s (%d failures since the last line)",
        address, PAUSE_MILLIS, cause.getMessage(), unlogged);
    everLogged = true;
    lastLogged = now;
    unlogged = 0;
  }
}
