package sekisho.explain;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sekisho.explain.Explanation.Source;
import sekisho.explain.Explanation.Verdict;
import sekisho.hello.ClientHello;
import sekisho.hello.PlaintextAlert;
import sekisho.limit.LimitWords;
import sekisho.metrics.Reason;
import sekisho.model.Destination;
import sekisho.model.ProxyProtocol;
import sekisho.model.ProxySettings;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.route.SniMatch;
import sekisho.tls.TlsProfile;

/** What the SNI route of a connection does with it. */
final class SniDecision {
  private static final String PROXY = "proxy";
  private static final String ROUTING = "proxy.tls.routing";

  private final ProxySettings proxy;
  private final SniMatch match;
  private final Certificates certificates;
  private final Facts facts;
  private final String block;

  /**
   * @param match the route
   */
  SniDecision(ProxySettings proxy, SniMatch match, Certificates certificates, Facts facts) {
    this.proxy = proxy;
    this.match = match;
    this.certificates = certificates;
    this.facts = facts;
    this.block =
        switch (match) {
          case SniMatch.Route(var route) ->
              ROUTING + ".sni[" + proxy.tls().routing().routes().indexOf(route) + "]";
          case SniMatch.Default _ -> ROUTING + ".default";
        };
  }

  /**
   * In the order of the bytes: the route, whom it serves, then what it does.
   *
   * @return empty: it speaks HTTP, and the request decides
   */
  Optional<Verdict> explain(ClientHello hello, InetAddress client, InetAddress local) {
    facts.add("SNI route", route(hello), facts.of(block));
    SniGuard guard = match.guard();
    Access.explain(guard.access(), client, block, facts);
    if (!guard.access().admits(client)) {
      facts.add("ends with", Words.manner(guard.manner()), block, "reject_with");
      return Optional.of(new Verdict.Refused(Reason.SNI_DENIED, Words.manner(guard.manner())));
    }
    guard
        .connections()
        .ifPresent(limit ->
            facts.add(
                "connection limit",
                LimitWords.ofConnections(limit, guard.manner().name().toLowerCase(Locale.ROOT)),
                limit.place()));
    return switch (match.destination()) {
      case Destination.Transparent(var upstreams, ProxyProtocol header) -> {
        facts.add("mode", "transparent: TLS passes untouched", block, "mode");
        yield Optional.of(relay(upstreams, header));
      }
      case Destination.Reject(var manner) -> {
        facts.add("mode", "reject", block, "mode");
        facts.add("ends with", Words.manner(manner), block, "reject_with");
        yield Optional.of(new Verdict.Refused(Reason.SNI_REJECTED, Words.manner(manner)));
      }
      case Destination.TerminateToTcp tcp -> {
        facts.add("mode", "tls_terminate: TLS ends here, plain bytes go on", block, "mode");
        yield terminate(
                new TlsProfile(tcp.alpn(), tcp.clientAuth()), hello, local, facts.of(block, "alpn"))
            .or(() -> Optional.of(relay(tcp.upstreams(), tcp.proxyProtocol())));
      }
      case Destination.TerminateToHttp http -> {
        facts.add(
            "mode",
            "tls_terminate, handler http: TLS ends here, HTTP/1.1 is spoken",
            block,
            "mode");
        yield terminate(TlsProfile.http(http.clientAuth()), hello, local, new Source.Protocol());
      }
    };
  }

  private String route(ClientHello hello) {
    return switch (match) {
      case SniMatch.Route(var route) ->
          switch (route.pattern()) {
            case ServerNamePattern.Exact exact -> "exact: " + exact;
            case ServerNamePattern.Wildcard wildcard -> "wildcard: " + wildcard;
          };
      case SniMatch.Default _ ->
          hello.serverName().isPresent()
              ? "default: no route has the name"
              : "default: no name was asked for";
    };
  }

  /** The route's own block, or that of all. */
  private Source clientAuthSource() {
    Source own = facts.of(block, "client_auth");
    return own instanceof Source.Line ? own : facts.of("proxy.tls", "client_auth");
  }

  /** Empty: there is a handshake. */
  private Optional<Verdict> terminate(
      TlsProfile profile, ClientHello hello, InetAddress local, Source spoken) {
    if (!profile.suits(hello)) {
      facts.add("ALPN", "offers " + list(hello.alpn()) + ", not " + list(profile.alpn()), spoken);
      return Optional.of(
          alerted(
              PlaintextAlert.NO_APPLICATION_PROTOCOL, "no_application_protocol", Reason.TLS_ALPN));
    }
    if (!hello.alpn().isEmpty()) {
      String agreed =
          profile.alpn().stream().filter(hello::hasAlpn).findFirst().orElse("not answered");
      facts.add("ALPN", "offers " + list(hello.alpn()) + "; " + agreed, spoken);
    }
    facts.add("TLS versions", versions(), "proxy.tls", "min_protocol_version");
    addTime("handshake_timeout_secs", Words.seconds(proxy.tls().handshakeTimeout()), "proxy.tls");
    if (!certificates.explain(hello, local, facts)) {
      return Optional.of(
          alerted(PlaintextAlert.INTERNAL_ERROR, "internal_error", Reason.TLS_NO_CERTIFICATE));
    }
    profile
        .clientAuth()
        .ifPresent(
            asked -> facts.add("client certificate", Words.clientAuth(asked), clientAuthSource()));
    return Optional.empty();
  }

  private Verdict alerted(PlaintextAlert alert, String name, Reason reason) {
    String manner = "the TLS alert " + name + " (" + alert.description() + "), then closed";
    facts.add("ends with", manner);
    return new Verdict.Refused(reason, manner);
  }

  private String versions() {
    String oldest = Words.version(proxy.tls().minVersion());
    String newest = Words.version(proxy.tls().maxVersion());
    return oldest.equals(newest) ? oldest + " alone" : oldest + " to " + newest;
  }

  private Verdict relay(UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol header) {
    facts.section("upstream").add("upstream", Words.group(upstreams), block, "upstream");
    String version =
        switch (header) {
          case NONE -> "none";
          case V1 -> "version 1";
          case V2 -> "version 2";
        };
    Source own = facts.of(block, "proxy_protocol");
    facts.add(
        "PROXY header",
        version,
        own instanceof Source.Default ? facts.of(PROXY, "proxy_protocol") : own);
    addTime("tcp_connect_timeout_secs", Words.seconds(proxy.tcpConnectTimeout()), PROXY);
    addTime("relay_idle_timeout_secs", Words.secondsOrNever(proxy.relayIdleTimeout()), PROXY);
    addTime("half_close_timeout_secs", Words.seconds(proxy.halfCloseTimeout()), PROXY);
    return new Verdict.Relayed(
        upstreams.shares().stream().map(share -> share.upstream().toString()).toList());
  }

  private void addTime(String key, String text, String of) {
    facts.add(key, text, of, key);
  }

  private static String list(List<String> protocols) {
    return String.join(", ", protocols);
  }
}
