package sekisho.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sekisho.model.Destination;
import sekisho.model.ProxyProtocol;
import sekisho.model.RejectManner;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;

/** What a TLS route does with its connections: which keys its mode needs, and which it forbids. */
final class DestinationBinder {
  private static final List<String> LIMITS = List.of("connection_limit", "allow", "deny");

  private final Path folder;
  private final Findings findings;
  private final ProxyProtocol usual;
  private final ClientAuthBinder clientAuth;
  private final UpstreamGroupBinder groups;
  private Optional<Block> terminating = Optional.empty();

  /**
   * @param usual the PROXY header of routes that do not say
   */
  DestinationBinder(
      Path folder, Findings findings, ProxyProtocol usual, ClientAuthBinder clientAuth) {
    this.folder = folder;
    this.findings = findings;
    this.usual = usual;
    this.clientAuth = clientAuth;
    this.groups = new UpstreamGroupBinder(findings);
  }

  private enum Mode {
    TRANSPARENT,
    TLS_TERMINATE,
    REJECT
  }

  /** The first route bound so far that ends TLS. */
  Optional<Block> terminating() {
    return terminating;
  }

  /** Empty when the route is unusable; then the findings say why. */
  Optional<Destination> bind(Block route) {
    return route.choice("mode", Mode.class).flatMap(mode -> bind(mode, route));
  }

  private Optional<Destination> bind(Mode mode, Block route) {
    checkRejectWith(mode, route);
    return switch (mode) {
      case TRANSPARENT -> {
        forbid(route, "mode \"transparent\"", "handler", "alpn", "client_auth");
        yield upstreams(route, "mode \"transparent\" needs it")
            .map(group -> new Destination.Transparent(group, proxyProtocol(route)));
      }
      case TLS_TERMINATE -> {
        terminating = terminating.or(() -> Optional.of(route));
        yield route.has("handler") ? toHttp(route) : toTcp(route);
      }
      case REJECT -> {
        forbid(
            route,
            "mode \"reject\"",
            "upstream",
            "handler",
            "alpn",
            "proxy_protocol",
            "client_auth",
            "balance",
            "weights",
            "connection_limit",
            "allow",
            "deny");
        yield Optional.of(new Destination.Reject(rejectManner(route)));
      }
    };
  }

  private Optional<Destination> toHttp(Block route) {
    forbid(route, "handler \"http\"", "upstream", "alpn", "proxy_protocol", "balance", "weights");
    return Optional.of(new Destination.TerminateToHttp(clientAuth.of(route)));
  }

  private Optional<Destination> toTcp(Block route) {
    List<String> alpn = route.words("alpn").stream().map(Word::value).toList();
    return upstreams(route, "mode \"tls_terminate\" needs it, or handler \"http\"")
        .map(group ->
            new Destination.TerminateToTcp(
                group, proxyProtocol(route), alpn, clientAuth.of(route)));
  }

  private Optional<UpstreamGroup<TcpUpstream>> upstreams(Block route, String need) {
    if (!route.has("upstream")) {
      findings.unusable(route.position(), route.path().key("upstream"), "is missing; " + need);
    }
    return groups.ofConnections(route, text -> TcpUpstreamText.parse(text, folder));
  }

  private void forbid(Block route, String with, String... keys) {
    Stream.of(keys)
        .filter(key -> route.has(key))
        .forEach(key ->
            findings.unusable(
                route.keyPosition(key), route.path().key(key), "is not allowed with " + with));
  }

  private void checkRejectWith(Mode mode, Block route) {
    if (mode != Mode.REJECT && route.has("reject_with") && LIMITS.stream().noneMatch(route::has)) {
      findings.unusable(
          route.keyPosition("reject_with"),
          route.path().key("reject_with"),
          "nothing is refused here; allowed: with mode \"reject\", connection_limit, allow or deny");
    }
  }

  private static RejectManner rejectManner(Block route) {
    return route.choice("reject_with", RejectManner.class).orElseThrow();
  }

  private ProxyProtocol proxyProtocol(Block route) {
    return route.has("proxy_protocol") && !findings.isUnusable(route.path().key("proxy_protocol"))
        ? version(route.count("proxy_protocol"))
        : usual;
  }

  /**
   * @param number 0 for none
   */
  static ProxyProtocol version(int number) {
    return switch (number) {
      case 1 -> ProxyProtocol.V1;
      case 2 -> ProxyProtocol.V2;
      default -> ProxyProtocol.NONE;
    };
  }
}
