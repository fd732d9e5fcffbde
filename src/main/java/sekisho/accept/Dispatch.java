package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.hello.ClientHello;
import sekisho.hello.PlaintextAlert;
import sekisho.http.ClientConnection;
import sekisho.http.HttpConnection;
import sekisho.http.HttpConnection.HttpServices;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;
import sekisho.tls.TlsProfile;

/**
 * Where a connection goes, once its first bytes have been looked at: the one switch over destinations.
 *
 * <p>Reads the current generation when the connection is accepted and keeps it: what a connection is routed by
 * does not change under it.
 */
final class Dispatch {
  private final Channel channel;
  private final Generations generations;
  private final Generation generation;
  private final HttpServices services;
  private final Meters meters;

  Dispatch(Channel channel, Generations generations, HttpServices services) {
    this.channel = channel;
    this.generations = generations;
    this.generation = generations.current();
    this.services = services;
    this.meters = services.meters();
  }

  long handshakeTimeoutMillis() {
    return generation.configuration().proxy().tls().handshakeTimeout().toMillis();
  }

  /**
   * A whole hello came.
   *
   * @param first all bytes read so far; taken over
   * @param handshake what is left of the handshake's time; armed
   */
  void hello(ClientHello hello, ByteBuf first, Deadline handshake) {
    switch (generation.sniRouter().route(hello.serverName()).destination()) {
      case Destination.Transparent transparent -> {
        handshake.disarm();
        relay(transparent, first);
      }
      case Destination.TerminateToTcp tcp -> {
        TlsProfile profile = new TlsProfile(tcp.alpn());
        if (speaks(hello, profile)) {
          TlsTermination termination = terminate(hello, profile, first, handshake);
          termination.whenDone(
              (protocol, early) -> {
                meters.dispatched(RouteType.TLS_TERMINATE);
                toUpstream().relay(tcp.upstream(), tcp.proxyProtocol(), early);
              });
        } else {
          refuseProtocol(first, handshake);
        }
      }
      case Destination.TerminateToHttp _ -> {
        if (speaks(hello, TlsProfile.HTTP)) {
          TlsTermination termination = terminate(hello, TlsProfile.HTTP, first, handshake);
          termination.whenDone((protocol, early) -> http(hello, protocol, early));
        } else {
          refuseProtocol(first, handshake);
        }
      }
      case Destination.Reject reject -> {
        handshake.disarm();
        first.release();
        reject(reject.manner(), Reason.SNI_REJECTED);
      }
    }
  }
}
