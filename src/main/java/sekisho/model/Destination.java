package sekisho.model;

import java.util.List;

/** What happens to a connection once it is known for whom it is. */
public sealed interface Destination {

  /** The bytes go on untouched, the preread ones first. */
  record Transparent(UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol proxyProtocol)
      implements Destination {}

  /**
   * TLS ends here, the plain bytes go on.
   *
   * @param alpn the protocols to negotiate, preferred first; empty: ALPN is not answered
   */
  record TerminateToTcp(
      UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol proxyProtocol, List<String> alpn)
      implements Destination {
    public TerminateToTcp {
      alpn = List.copyOf(alpn);
    }
  }

  /** TLS ends here and HTTP/1.1 is spoken. */
  record TerminateToHttp() implements Destination {}

  /** Nobody is served: no handshake, no upstream. */
  record Reject(RejectManner manner) implements Destination {}
}
