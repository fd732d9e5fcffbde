package sekisho.model;

import java.time.Duration;
import java.util.List;

/**
 * The HTTP handler: what holds for every route, and the routes.
 *
 * @param serverHeader true: our own {@code Server} replaces the upstream's; false: the upstream's
 *     passes
 * @param strictSniHost whether a request's host must be the server name of its connection
 * @param timeouts every wait of an exchange with its bound
 * @param keepaliveRequests requests served on one client connection before it is closed; at least 1
 * @param maxHeaderBytes the bound on a request's start line and header section, in bytes
 * @param pool idle connections to upstreams
 * @param accessLog where a line per request goes
 * @param routes in the file's order
 */
public record HttpSettings(
    boolean serverHeader,
    boolean strictSniHost,
    HttpTimeouts timeouts,
    int keepaliveRequests,
    int maxHeaderBytes,
    PoolSettings pool,
    AccessLogSettings accessLog,
    List<HttpRoute> routes) {
  public HttpSettings {
    Require.that(keepaliveRequests >= 1, "keepaliveRequests must be at least 1");
    Require.that(maxHeaderBytes >= 1024, "maxHeaderBytes must be at least 1024");
    routes = List.copyOf(routes);
  }

  /**
   * @param requestHeader from the first byte of a request to the end of its head; absolute
   * @param responseWrite the longest time a client may take nothing of a response, where no route
   *     says otherwise
   * @param keepalive how long a client connection may rest between requests
   */
  public record HttpTimeouts(Duration requestHeader, Duration responseWrite, Duration keepalive) {
    public HttpTimeouts {
      Require.positive(requestHeader, "requestHeader");
      Require.positive(responseWrite, "responseWrite");
      Require.notNegative(keepalive, "keepalive");
    }
  }

  /**
   * @param maxIdlePerUpstream idle connections kept per upstream, over all event loops; 0: none is
   *     kept
   * @param idleTimeout how long an idle one is kept
   */
  public record PoolSettings(int maxIdlePerUpstream, Duration idleTimeout) {
    public PoolSettings {
      Require.that(maxIdlePerUpstream >= 0, "maxIdlePerUpstream must not be negative");
      Require.positive(idleTimeout, "idleTimeout");
    }
  }
}
