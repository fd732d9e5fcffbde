package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jboss.logging.Logger;
import sekisho.deadline.Deadline;
import sekisho.hello.ClientHello;
import sekisho.hello.PlaintextAlert;
import sekisho.live.LiveConnection;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.ServerName;
import sekisho.runtime.Generation;
import sekisho.tls.TlsProfile;

/**
 * Whether TLS begins on a connection: a hello that cannot be served is told so by an alert, before
 * any cryptography.
 */
final class ServerHandshake {
  private static final Logger LOG = Logger.getLogger(ServerHandshake.class);

  private final Channel channel;
  private final Endpoints endpoints;
  private final Generation generation;
  private final Reception reception;
  private final LiveConnection live;
  private final Meters meters;

  ServerHandshake(
      Channel channel,
      Endpoints endpoints,
      Generation generation,
      Reception reception,
      LiveConnection live) {
    this.channel = channel;
    this.endpoints = endpoints;
    this.generation = generation;
    this.reception = reception;
    this.live = live;
    this.meters = reception.services().meters();
  }

  /**
   * @param first the bytes of the hello, taken over
   * @param handshake armed; from here on it ends the handshake
   */
  void begin(
      ClientHello hello,
      TlsProfile profile,
      ByteBuf first,
      Deadline handshake,
      TlsTermination.Done done) {
    if (!profile.suits(hello)) {
      // The TLS library cannot send this alert as a fatal one: it is sent in its place (RFC 7301
      // §3.2).
      refuse(PlaintextAlert.NO_APPLICATION_PROTOCOL, Reason.TLS_ALPN, first, handshake);
      return;
    }
    SslHandler tls;
    try {
      tls =
          generation
              .tls()
              .newHandler(hello, endpoints.destination().getAddress(), profile, channel.alloc());
    } catch (RuntimeException e) {
      first.release();
      throw e;
    }
    if (tls == null) {
      complain(hello);
      refuse(PlaintextAlert.INTERNAL_ERROR, Reason.TLS_NO_CERTIFICATE, first, handshake);
      return;
    }
    TlsTermination.begin(channel, tls, first, handshake, live, meters, done);
  }

  /**
   * Answers a challenge that an authority may ask right now; see {@link #begin}.
   *
   * @return false: it is none, and {@code first} and the deadline are the caller's still
   */
  boolean answersChallenge(ClientHello hello, ByteBuf first, Deadline handshake) {
    if (!hello.isAcmeChallenge()) {
      return false;
    }
    SslHandler tls =
        reception.challenges().answer(hello, endpoints.client().getAddress(), channel.alloc());
    if (tls == null) {
      return false;
    }
    TlsTermination.begin(
        channel,
        tls,
        first,
        handshake,
        live,
        meters,
        _ -> {
          dispatched(RouteType.ACME_CHALLENGE);
          channel.pipeline().addLast("challenge", new ChallengeEnd());
        });
    return true;
  }

  private void refuse(PlaintextAlert alert, Reason reason, ByteBuf first, Deadline handshake) {
    handshake.disarm();
    first.release();
    dispatched(RouteType.REJECT);
    meters.error(reason);
    Rejection.alert(channel, alert);
  }

  /** Without a route, or before it was of use. */
  private void dispatched(RouteType type) {
    meters.dispatched(type);
    live.dispatched(type.label(), 0);
  }

  private void complain(ClientHello hello) {
    long unsaid = reception.certificateComplaints().unsaid();
    if (unsaid >= 0) {
      LOG.warnf(
          "there is no certificate for %s: a handshake ended with an alert"
              + " (%d more since the last line)",
          hello.serverName().map(ServerName::text).orElse("clients that name nobody"), unsaid);
    }
  }
}
