package sekisho.model;

import java.time.Duration;
import java.util.List;

/**
 * What the proxy listens on and how it treats TCP connections.
 *
 * @param listen the addresses to accept on, in the file's order; never empty
 * @param httpListen the addresses of plain HTTP, for challenges and redirects; may be empty
 * @param maxConnections client connections at once; 0: what the limit of open files allows
 * @param trustedProxies peers that are believed when they say whom they speak for
 * @param acceptProxyProtocol whether connections of trusted proxies begin with a PROXY header
 * @param tls certificates, protocol versions and SNI routes
 * @param http the HTTP handler's settings and routes
 * @param proxyProtocol the PROXY header sent to TCP upstreams that do not say otherwise
 * @param relayIdleTimeout a relay without a byte in either direction for so long is closed; zero:
 *     never
 * @param halfCloseTimeout how long a relay with one direction ended may go without progress
 * @param tcpConnectTimeout the bound on connecting to one address of a TCP upstream
 */
public record ProxySettings(
    List<ListenAddress> listen,
    List<ListenAddress> httpListen,
    int maxConnections,
    List<AddressBlock> trustedProxies,
    boolean acceptProxyProtocol,
    TlsSettings tls,
    HttpSettings http,
    ProxyProtocol proxyProtocol,
    Duration relayIdleTimeout,
    Duration halfCloseTimeout,
    Duration tcpConnectTimeout) {
  public ProxySettings {
    listen = List.copyOf(listen);
    httpListen = List.copyOf(httpListen);
    trustedProxies = List.copyOf(trustedProxies);
    Require.that(!listen.isEmpty(), "listen must not be empty");
    Require.that(maxConnections >= 0, "maxConnections must not be negative");
    Require.notNegative(relayIdleTimeout, "relayIdleTimeout");
    Require.positive(halfCloseTimeout, "halfCloseTimeout");
    Require.positive(tcpConnectTimeout, "tcpConnectTimeout");
  }
}
