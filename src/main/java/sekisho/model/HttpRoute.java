package sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One entry of {@code proxy.http.routes}.
 *
 * @param path which normalised paths it takes
 * @param hosts which hosts it takes; empty: every one
 * @param methods which methods it takes; empty: every one
 * @param websocketOnly whether it takes WebSocket upgrades and nothing else
 * @param upstreams where its requests go; all with the same path, or all without
 * @param upstreamSettings how the upstream is spoken to
 * @param clientSettings what is asked of the clients that send to it
 * @param guard what is asked of a client before its request is taken
 * @param preserveHost true: the client's Host goes to the upstream; false: the upstream's authority
 * @param forwardHeaders end-to-end fields that reach the upstream as the client sent them,
 *     lower-case names
 * @param requestEdits fields set or removed on the way to the upstream; no name twice, none of
 *     {@code forwardHeaders}
 * @param responseEdits fields set or removed on the way to the client; no name twice
 * @param line the configuration line that decided it, from 1
 */
public record HttpRoute(
    PathMatch path,
    List<ServerNamePattern> hosts,
    Set<String> methods,
    boolean websocketOnly,
    UpstreamGroup<UpstreamUrl> upstreams,
    UpstreamSettings upstreamSettings,
    ClientSettings clientSettings,
    HttpGuard guard,
    boolean preserveHost,
    List<String> forwardHeaders,
    List<FieldEdit> requestEdits,
    List<FieldEdit> responseEdits,
    int line) {
  public HttpRoute {
    hosts = List.copyOf(hosts);
    methods = Set.copyOf(methods);
    forwardHeaders = List.copyOf(forwardHeaders);
    requestEdits = List.copyOf(requestEdits);
    responseEdits = List.copyOf(responseEdits);
    Require.that(
        upstreams.shares().stream()
            .allMatch(share -> share.upstream().path().equals(upstreams.first().path())),
        "the upstreams of a route have the same path");
    Require.that(
        !(path instanceof PathMatch.Regex) || upstreams.first().path().isEmpty(),
        "an upstream of a path_regex route has no path");
  }

  /**
   * Which normalised paths a route takes; precedence is nginx's: exact, regex in order, longest
   * prefix.
   */
  public sealed interface PathMatch {
    String text();

    /** The whole path. */
    record Exact(String text) implements PathMatch {}

    /** A string prefix: {@code /api} takes {@code /apis} too, as in nginx. */
    record Prefix(String text) implements PathMatch {}

    /** An RE2 expression that is searched for in the path; linear in its length. */
    record Regex(String text) implements PathMatch {}
  }

  /**
   * @param maxBodyBytes the largest request body; 0: any
   * @param bodyTimeout the longest pause of a client that is sending a body
   * @param bodyMinBytesPerSecond the slowest body, averaged over the time we wait for it; 0: any
   * @param writeTimeout the longest time a client may take nothing of a response
   */
  public record ClientSettings(
      long maxBodyBytes, Duration bodyTimeout, int bodyMinBytesPerSecond, Duration writeTimeout) {
    public ClientSettings {
      Require.that(maxBodyBytes >= 0, "maxBodyBytes must not be negative");
      Require.positive(bodyTimeout, "bodyTimeout");
      Require.that(bodyMinBytesPerSecond >= 0, "bodyMinBytesPerSecond must not be negative");
      Require.positive(writeTimeout, "writeTimeout");
    }
  }

  /**
   * @param connectTimeout the bound on connecting to one address, TLS handshake included
   * @param timeout the longest silence of the upstream while we wait for it
   * @param webSocketIdleTimeout the longest silence on a WebSocket, of both sides; zero: any
   * @param tls how an https upstream is verified
   */
  public record UpstreamSettings(
      Duration connectTimeout, Duration timeout, Duration webSocketIdleTimeout, UpstreamTls tls) {
    public UpstreamSettings {
      Require.positive(connectTimeout, "connectTimeout");
      Require.positive(timeout, "timeout");
      Require.notNegative(webSocketIdleTimeout, "webSocketIdleTimeout");
    }
  }
}
