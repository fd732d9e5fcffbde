package sekisho.accept;

import io.netty.channel.Channel;
import org.jboss.logging.Logger;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.http.ClientConnection;
import sekisho.http.HttpConnection;
import sekisho.live.LiveConnection;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.AddressBlock;
import sekisho.model.ProxySettings;
import sekisho.model.RejectManner;
import sekisho.runtime.Pin;

/**
 * The first handlers of an accepted connection: a preread, or plain HTTP, and before it the PROXY
 * header where the peer's address asks for one.
 *
 * <p>Pins the current generation: what a connection is routed by does not change under it.
 */
final class Arrival implements ProxyHeaderHandler.Next {
  private static final Logger LOG = Logger.getLogger(Arrival.class);

  private final Channel channel;
  private final Entrance entrance;
  private final LiveConnection live;
  private final Pin pin;
  private final Reception reception;
  private final Deadline handshake;

  private Arrival(Channel channel, Entrance entrance, LiveConnection live, Reception reception) {
    this.channel = channel;
    this.entrance = entrance;
    this.live = live;
    Pin held = reception.generations().pin(live);
    this.pin = held;
    // The pin alone: what else is known here, the hello above all, is not to live as long as the
    // connection.
    channel.closeFuture().addListener(_ -> held.release());
    this.reception = reception;
    // What becomes of it is for the handler that waits.
    this.handshake = Deadlines.of(channel.eventLoop()).create(() -> {});
  }

  static void begin(Channel channel, Entrance entrance, LiveConnection live, Reception reception) {
    Arrival arrival = new Arrival(channel, entrance, live, reception);
    Endpoints socket = Endpoints.ofSocket(channel);
    ProxySettings settings = arrival.pin.generation().configuration().proxy();
    arrival.handshake.arm(settings.tls().handshakeTimeout().toMillis());
    if (settings.acceptProxyProtocol()
        && AddressBlock.anyContains(settings.trustedProxies(), socket.client().getAddress())) {
      channel
          .pipeline()
          .addLast("proxy header", new ProxyHeaderHandler(arrival, arrival.handshake));
    } else {
      arrival.introduced(socket);
    }
  }

  @Override
  public void introduced(Endpoints endpoints) {
    live.introduced(endpoints.client(), endpoints.destination());
    switch (entrance) {
      case TLS -> {
        Dispatch dispatch = new Dispatch(channel, endpoints, pin, reception, live);
        channel.pipeline().addLast("preread", new PrereadHandler(dispatch, handshake));
      }
      case PLAIN_HTTP -> {
        handshake.disarm();
        dispatched(RouteType.PLAIN_HTTP);
        channel.pipeline().addLast("plain http", plainHttp(endpoints));
      }
    }
  }

  private void dispatched(RouteType type) {
    reception.services().meters().dispatched(type);
    live.dispatched(type.label(), 0);
  }

  private HttpConnection plainHttp(Endpoints endpoints) {
    return HttpConnection.plain(
        channel,
        pin,
        ClientConnection.withoutTls(endpoints.client(), endpoints.destination()),
        reception.challenges(),
        reception.services(),
        live);
  }

  @Override
  public void refused(Reason reason, String why) {
    dispatched(RouteType.REJECT);
    reception.services().meters().error(reason);
    long unsaid = reception.headerComplaints().unsaid();
    if (unsaid >= 0) {
      LOG.warnf(
          "%s: closed a connection of the trusted proxy %s, which has to begin with a PROXY header: %s"
              + " (%d more since the last line)",
          reason.code(), channel.remoteAddress(), why, unsaid);
    }
    Rejection.reject(channel, RejectManner.DROP);
  }
}
