package sekisho.accept;

import io.netty.channel.Channel;
import java.net.InetAddress;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.journal.OncePerMinute;
import sekisho.limit.ClientKey;
import sekisho.limit.ConnectionLimiter;
import sekisho.limit.LimiterSet;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.ConnectionLimit;
import sekisho.model.LimitKey;
import sekisho.model.SniGuard;

/**
 * Whether an SNI route takes the connection of a client: its address, then how many it has. Asked
 * before any cryptography. Safe from every thread.
 */
final class Gatekeeper {
  private static final Logger LOG = Logger.getLogger(Gatekeeper.class);

  private final Meters meters;
  private final OncePerMinute dryRuns = new OncePerMinute(System::nanoTime);

  Gatekeeper(Meters meters) {
    this.meters = meters;
  }

  /**
   * Counts the connection, until it is closed, unless it is refused.
   *
   * @return null: it is taken
   */
  @Nullable Reason refusal(
      Channel channel, InetAddress client, SniGuard guard, LimiterSet limiters) {
    if (!guard.access().admits(client)) {
      return Reason.SNI_DENIED;
    }
    return guard.connections().isEmpty()
        ? null
        : tooMany(channel, client, guard.connections().get(), limiters);
  }

  private @Nullable Reason tooMany(
      Channel channel, InetAddress client, ConnectionLimit limit, LimiterSet limiters) {
    ConnectionLimiter.Slot slot = limiters.of(limit).take(key(limit.key(), client));
    if (slot == null) {
      return Reason.SNI_CONNECTION_LIMITED;
    }
    channel.closeFuture().addListener(_ -> slot.release());
    if (slot.isOverLimit()) {
      spared(client, limit);
    }
    return null;
  }

  private void spared(InetAddress client, ConnectionLimit limit) {
    meters.dryRun(Reason.SNI_CONNECTION_LIMITED);
    long unsaid = dryRuns.unsaid();
    if (unsaid >= 0) {
      LOG.infof(
          "%s, dry run: a connection of %s would be refused: it is over %s on line %d"
              + " (%d more since the last line)",
          Reason.SNI_CONNECTION_LIMITED.code(),
          client.getHostAddress(),
          limit.place().path(),
          limit.place().line(),
          unsaid);
    }
  }

  private static ClientKey key(LimitKey key, InetAddress client) {
    return switch (key) {
      // There are no header fields before TLS; the schema has no such key here.
      case LimitKey.ClientIp _, LimitKey.Header _ -> ClientKey.of(client);
      case LimitKey.Global _ -> ClientKey.everybody();
    };
  }
}
