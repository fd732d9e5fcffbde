package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import sekisho.live.LiveConnection;
import sekisho.metrics.Reason;
import sekisho.relay.Relay;
import sekisho.relay.Relay.Outcome;
import sekisho.relay.Relay.RelaySettings;
import sekisho.runtime.Drain;

/**
 * A WebSocket behind its handshake: the relay carries its bytes, and this says at its end what
 * became of it.
 */
final class Tunnel extends ChannelInboundHandlerAdapter {
  private final Channel client;
  private final ExchangeRecord record;
  private final HttpServices services;
  private @Nullable Relay relay;
  private boolean overdue;

  private Tunnel(Channel client, ExchangeRecord record, HttpServices services) {
    this.client = client;
    this.record = record;
    this.services = services;
  }

  /**
   * Both channels are the relay's from here on; none of them has a handler of HTTP any more.
   *
   * @param ofClient bytes that the client sent behind its request, taken over; null: none
   * @param ofUpstream bytes that came behind the upstream's head, likewise
   * @param record of the exchange, which ends with the tunnel
   */
  static void open(
      Channel client,
      Channel upstream,
      @Nullable ByteBuf ofClient,
      @Nullable ByteBuf ofUpstream,
      RelaySettings settings,
      ExchangeRecord record,
      HttpServices services,
      LiveConnection live) {
    services.meters().tunnelOpened();
    Tunnel tunnel = new Tunnel(client, record, services);
    client.pipeline().addLast("tunnel", tunnel);
    tunnel.relay =
        Relay.start(client, upstream, ofClient, ofUpstream, settings, live, tunnel::ended);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.OVERDUE && relay != null) {
      // Now: the access log is closed soon.
      overdue = true;
      relay.cut();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void ended(Outcome outcome) {
    services.meters().tunnelClosed();
    if (overdue) {
      record.failed(Reason.SHUTDOWN);
    } else if (outcome.reason() != null) {
      record.failed(outcome.reason());
    }
    record.responseBytes(outcome.fromUpstream());
    services.log(record.end(outcome.fromClient()), client.eventLoop());
  }
}
