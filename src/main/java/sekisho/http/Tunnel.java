package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.relay.Relay;
import sekisho.relay.Relay.RelaySettings;
import sekisho.runtime.Drain;
import sekisho.runtime.Generation;

/**
 * What is left of an exchange whose upstream has switched to WebSocket: a relay, and one line in
 * the access log when it ends.
 *
 * @param upstream the upstream's channel, with no handler of HTTP in it
 * @param first bytes that came behind the upstream's head; null: there are none
 * @param settings how long it may rest
 * @param record of the exchange
 */
record Tunnel(
    Channel upstream, @Nullable ByteBuf first, RelaySettings settings, ExchangeRecord record) {

  static Tunnel of(
      ExchangeRecord record, Generation generation, Channel upstream, @Nullable ByteBuf first) {
    RelaySettings settings =
        new RelaySettings(
            record.webSocketIdleTimeout(), generation.configuration().proxy().halfCloseTimeout());
    return new Tunnel(upstream, first, settings, record);
  }

  /**
   * Takes both channels over and begins; to be called once.
   *
   * @param client has the 101 already, and no handler of HTTP any more
   * @param waiting what the client has sent behind its request, taken over; null: nothing
   */
  void open(Channel client, @Nullable ByteBuf waiting, Drain drain, Consumer<AccessEntry> log) {
    Relay.start(
        client,
        upstream,
        waiting,
        first,
        settings,
        outcome -> log.accept(entry(outcome, drain.isOverdue())));
  }

  private AccessEntry entry(Relay.Outcome outcome, boolean stopped) {
    Reason why = stopped ? Reason.SHUTDOWN : outcome.reason();
    if (why != null) {
      record.failed(why);
    }
    record.responseBytes(outcome.fromUpstream());
    return record.entry(outcome.fromClient());
  }
}
