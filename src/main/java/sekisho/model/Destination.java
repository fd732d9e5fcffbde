package sekisho.model;

import java.util.List;
import java.util.Optional;

/** What happens to a connection once it is known for whom it is. */
public sealed interface Destination {

  /** Whether its clients are asked for a certificate; never where TLS does not end here. */
  default Optional<ClientAuth> clientAuth() {
    return Optional.empty();
  }

  /** Where its bytes go on; empty: HTTP has upstreams of its own, or there are none. */
  default Optional<UpstreamGroup<TcpUpstream>> tcpUpstreams() {
    return switch (this) {
      case Transparent transparent -> Optional.of(transparent.upstreams());
      case TerminateToTcp tcp -> Optional.of(tcp.upstreams());
      case TerminateToHttp _, Reject _ -> Optional.empty();
    };
  }

  /** The bytes go on untouched, the preread ones first. */
  record Transparent(UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol proxyProtocol)
      implements Destination {}

  /**
   * TLS ends here, the plain bytes go on.
   *
   * @param alpn the protocols to negotiate, preferred first; empty: ALPN is not answered
   * @param clientAuth whether clients are asked for a certificate
   */
  record TerminateToTcp(
      UpstreamGroup<TcpUpstream> upstreams,
      ProxyProtocol proxyProtocol,
      List<String> alpn,
      Optional<ClientAuth> clientAuth)
      implements Destination {
    public TerminateToTcp {
      alpn = List.copyOf(alpn);
    }

    public TerminateToTcp(
        UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol proxyProtocol, List<String> alpn) {
      this(upstreams, proxyProtocol, alpn, Optional.empty());
    }
  }

  /**
   * TLS ends here and HTTP/1.1 is spoken.
   *
   * @param clientAuth whether clients are asked for a certificate
   */
  record TerminateToHttp(Optional<ClientAuth> clientAuth) implements Destination {
    public TerminateToHttp() {
      this(Optional.empty());
    }
  }

  /** Nobody is served: no handshake, no upstream. */
  record Reject(RejectManner manner) implements Destination {}
}
