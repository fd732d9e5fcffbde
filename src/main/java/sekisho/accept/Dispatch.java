package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.hello.ClientHello;
import sekisho.http.ClientConnection;
import sekisho.http.ClientIdentity;
import sekisho.http.HttpConnection;
import sekisho.live.LiveConnection;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.ClientAuth;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;
import sekisho.route.SniMatch;
import sekisho.runtime.Generation;
import sekisho.runtime.Pin;
import sekisho.tls.TlsProfile;

/**
 * Where a connection goes, once its first bytes have been looked at: the one switch over
 * destinations.
 *
 * <p>Keeps the generation that the connection was accepted under: what a connection is routed by
 * does not change under it.
 */
final class Dispatch implements PrereadHandler.Next {
  private final Channel channel;
  private final Endpoints endpoints;
  private final Pin pin;
  private final Generation generation;
  private final Reception reception;
  private final LiveConnection live;
  private final Meters meters;
  private final ToUpstream upstream;
  private final ServerHandshake tls;

  /** Of the SNI route in the configuration; 0: none. */
  private int routeLine;

  Dispatch(
      Channel channel, Endpoints endpoints, Pin pin, Reception reception, LiveConnection live) {
    this.channel = channel;
    this.endpoints = endpoints;
    this.pin = pin;
    this.generation = pin.generation();
    this.reception = reception;
    this.live = live;
    this.meters = reception.services().meters();
    this.upstream = new ToUpstream(channel, endpoints, generation, meters, live);
    this.tls = new ServerHandshake(channel, endpoints, generation, reception, live);
  }

  @Override
  public void hello(ClientHello hello, ByteBuf first, Deadline handshake) {
    live.asksFor(hello.serverName());
    if (tls.answersChallenge(hello, first, handshake)) {
      // Whatever the routes say: it is for nobody behind this proxy (RFC 8737 §3).
      return;
    }
    SniMatch match = generation.sniRouter().route(hello.serverName());
    routeLine = match.line();
    if (refuses(match.guard(), first)) {
      handshake.disarm();
      return;
    }
    switch (match.destination()) {
      case Destination.Transparent transparent -> {
        handshake.disarm();
        relay(transparent, first);
      }
      case Destination.TerminateToTcp tcp ->
          tls.begin(
              hello,
              new TlsProfile(tcp.alpn(), tcp.clientAuth()),
              first,
              handshake,
              _ -> {
                dispatched(RouteType.TLS_TERMINATE);
                upstream.relay(tcp.upstreams(), tcp.proxyProtocol(), null);
              });
      case Destination.TerminateToHttp(Optional<ClientAuth> clientAuth) ->
          tls.begin(
              hello,
              TlsProfile.http(clientAuth),
              first,
              handshake,
              session -> http(hello, clientAuth, session));
      case Destination.Reject reject -> {
        handshake.disarm();
        first.release();
        reject(reject.manner(), Reason.SNI_REJECTED);
      }
    }
  }

  /** The first byte is not TLS: only an untouched default can mean it. */
  @Override
  public void withoutTls(@Nullable ByteBuf first) {
    byDefault(first, Reason.NOT_TLS);
  }

  /** Not a byte came in time; where the server speaks first, that is how it begins. */
  @Override
  public void silent() {
    byDefault(null, Reason.HELLO_TIMEOUT);
  }

  /**
   * A hello that is none is never routed anywhere (traps: a fragmented hello must not reach the
   * default).
   */
  @Override
  public void malformed() {
    reject(defaultManner(), Reason.HELLO_MALFORMED);
  }

  /** A hello began and did not end in time. */
  @Override
  public void tooSlow() {
    reject(defaultManner(), Reason.HELLO_TIMEOUT);
  }

  private void byDefault(@Nullable ByteBuf first, Reason otherwise) {
    SniMatch match = generation.sniRouter().route(Optional.empty());
    if (match.destination() instanceof Destination.Transparent transparent) {
      if (!refuses(match.guard(), first)) {
        relay(transparent, first);
      }
      return;
    }
    if (first != null) {
      first.release();
    }
    reject(defaultManner(), otherwise);
  }

  /** Whether the route does not want this client, whose connection ends then. */
  private boolean refuses(SniGuard guard, @Nullable ByteBuf first) {
    Reason why =
        reception
            .gatekeeper()
            .refusal(channel, endpoints.client().getAddress(), guard, generation.limiters());
    if (why != null) {
      ReferenceCountUtil.release(first);
      reject(guard.manner(), why);
    }
    return why != null;
  }

  private RejectManner defaultManner() {
    return generation.sniRouter().defaultManner();
  }

  private void reject(RejectManner manner, Reason reason) {
    dispatched(RouteType.REJECT);
    meters.error(reason);
    Rejection.reject(channel, manner);
  }

  private void dispatched(RouteType type) {
    meters.dispatched(type);
    live.dispatched(type.label(), routeLine);
  }

  private void relay(Destination.Transparent transparent, @Nullable ByteBuf first) {
    dispatched(RouteType.TRANSPARENT);
    upstream.relay(transparent.upstreams(), transparent.proxyProtocol(), first);
  }

  private void http(ClientHello hello, Optional<ClientAuth> clientAuth, SSLSession session) {
    dispatched(RouteType.HTTP);
    ClientConnection client =
        ClientConnection.of(
            endpoints.client(),
            endpoints.destination(),
            hello.serverName(),
            session.getProtocol(),
            ClientIdentity.of(clientAuth, session));
    channel
        .pipeline()
        .addLast("http", HttpConnection.proxied(channel, pin, client, reception.services(), live));
  }
}
