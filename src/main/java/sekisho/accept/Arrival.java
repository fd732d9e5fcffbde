package sekisho.accept;

import io.netty.channel.Channel;
import org.jboss.logging.Logger;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.http.HttpServices;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.AddressBlock;
import sekisho.model.ProxySettings;
import sekisho.model.RejectManner;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;

/**
 * The first handlers of an accepted connection: a preread, and before it the PROXY header where the
 * peer's address asks for one.
 *
 * <p>Reads the current generation once: what a connection is routed by does not change under it.
 */
final class Arrival implements ProxyHeaderHandler.Next {
  private static final Logger LOG = Logger.getLogger(Arrival.class);

  private final Channel channel;
  private final Generations generations;
  private final Generation generation;
  private final Gatekeeper gatekeeper;
  private final HttpServices services;
  private final OncePerMinute complaints;
  private final Deadline handshake;

  private Arrival(
      Channel channel,
      Generations generations,
      Gatekeeper gatekeeper,
      HttpServices services,
      OncePerMinute complaints) {
    this.channel = channel;
    this.generations = generations;
    this.generation = generations.current();
    this.gatekeeper = gatekeeper;
    this.services = services;
    this.complaints = complaints;
    // What becomes of it is for the handler that waits.
    this.handshake = Deadlines.of(channel.eventLoop()).create(() -> {});
  }

  /**
   * @param complaints bounds what the log hears of PROXY headers
   */
  static void begin(
      Channel channel,
      Generations generations,
      Gatekeeper gatekeeper,
      HttpServices services,
      OncePerMinute complaints) {
    Arrival arrival = new Arrival(channel, generations, gatekeeper, services, complaints);
    Endpoints socket = Endpoints.ofSocket(channel);
    ProxySettings settings = arrival.generation.configuration().proxy();
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
    Dispatch dispatch =
        new Dispatch(channel, endpoints, generations, generation, gatekeeper, services);
    channel.pipeline().addLast("preread", new PrereadHandler(dispatch, handshake));
  }

  @Override
  public void refused(Reason reason, String why) {
    Meters meters = services.meters();
    meters.dispatched(RouteType.REJECT);
    meters.error(reason);
    long unsaid = complaints.unsaid();
    if (unsaid >= 0) {
      LOG.warnf(
          "closed a connection of the trusted proxy %s, which has to begin with a PROXY header: %s"
              + " (%d more since the last line)",
          channel.remoteAddress(), why, unsaid);
    }
    Rejection.reject(channel, RejectManner.DROP);
  }
}
