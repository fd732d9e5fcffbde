package sekisho.explain;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Optional;
import sekisho.config.Origins;
import sekisho.config.Secrets;
import sekisho.explain.Explanation.Source;
import sekisho.http.ExplainedRequest.Forwarded;
import sekisho.message.Fields;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.model.ProxySettings;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
import sekisho.upstream.UpstreamRequest;

/** What an upstream gets of a request, how long everybody may take, and what its answer becomes. */
final class ForwardedFacts {
  private static final String HTTP = "proxy.http";
  private static final String SET_IN_REQUESTS = "set_request_headers";
  private static final String SET_IN_RESPONSES = "set_response_headers";

  private static final String HIDDEN = "(not shown)";

  private final ProxySettings proxy;
  private final HttpRoute route;
  private final String block;
  private final Facts facts;

  ForwardedFacts(ProxySettings proxy, HttpRoute route, String block, Facts facts) {
    this.proxy = proxy;
    this.route = route;
    this.block = block;
    this.facts = facts;
  }

  void explain(Forwarded forwarded) {
    UpstreamRequest request = forwarded.request();
    facts.section("upstream").add("upstream", Words.group(route.upstreams()), block, "upstream");
    urls(route, request.target()).forEach(url -> facts.add("URL", url));
    explainTls();
    explainHealth();
    facts.section("request to the upstream").add("line", request.method() + " " + request.target());
    Fields fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      field(fields.name(i), fields.value(i), forwarded);
    }
    for (FieldEdit edit : route.requestEdits()) {
      if (edit instanceof FieldEdit.Remove(String name)) {
        facts.add("removed", name, sourceOfEdit(SET_IN_REQUESTS, name));
      }
    }
    explainTimes(request.webSocket());
    explainResponse();
  }

  /** Where a request for {@code target} may go, path and all. */
  static List<String> urls(HttpRoute route, String target) {
    return route.upstreams().shares().stream().map(share -> url(share.upstream(), target)).toList();
  }

  private static String url(UpstreamUrl upstream, String target) {
    String server =
        new UpstreamUrl(
                upstream.secure(), upstream.server(), upstream.authority(), Optional.empty())
            .toString();
    return switch (upstream.server()) {
      case TcpUpstream.HostPort _ -> server + target;
      case TcpUpstream.UnixSocket _ -> server + ":" + target;
    };
  }

  private void explainTls() {
    if (route.upstreams().shares().stream().noneMatch(share -> share.upstream().secure())) {
      return;
    }
    String tlsBlock = block + ".upstream_tls";
    UpstreamTls tls = route.upstreamSettings().tls();
    if (!tls.verify()) {
      facts.add("TLS", "not verified: anybody could answer", tlsBlock, "verify");
    } else if (tls.ca().isPresent()) {
      facts.add("TLS", "verified by name against " + tls.ca().get(), tlsBlock, "ca");
    } else {
      facts.add("TLS", "verified by name against the system's authorities", tlsBlock, "verify");
    }
    facts.add("SNI", tls.sni() ? "the upstream's name, if it has one" : "none", tlsBlock, "sni");
  }

  private void explainHealth() {
    if (route.upstreams().shares().size() > 1) {
      facts.add(
          "rests",
          route.upstreams().maxFails() == 0
              ? "never"
              : "after %d failures in a row, for %s"
                  .formatted(
                      route.upstreams().maxFails(), Words.seconds(route.upstreams().failTimeout())),
          block,
          "max_fails");
    }
    route
        .upstreams()
        .healthCheck()
        .ifPresent(check ->
            facts.add(
                "health check",
                "GET %s every %s".formatted(check.path(), Words.seconds(check.interval())),
                block,
                "health_check"));
  }

  private void field(String name, String value, Forwarded forwarded) {
    boolean set =
        route.requestEdits().stream()
            .anyMatch(edit -> edit instanceof FieldEdit.Set && edit.name().equalsIgnoreCase(name));
    String shown = Words.octets(value);
    if (name.equalsIgnoreCase("X-Request-ID") && forwarded.requestId().isPresent() && !set) {
      shown = "(32 hexadecimal digits, others for each request)";
    }
    if (name.equalsIgnoreCase("Host") && forwarded.request().namesUpstream()) {
      boolean several = route.upstreams().shares().size() > 1;
      shown += several ? " (the authority of whichever is asked)" : "";
    }
    Optional<Origins.Origin> origin = set ? originOfEdit(SET_IN_REQUESTS, name) : Optional.empty();
    if (origin.isPresent() && !origin.get().substitutions().isEmpty()) {
      // It may be a secret, and explanations are shown to more people than files.
      shown = "(from " + String.join(", ", origin.get().substitutions()) + ", not shown)";
    } else if (set && Secrets.looksLikeCredentials(name, value)) {
      shown = HIDDEN;
    }
    facts.add("field", name + ": " + shown, set ? sourceOfEdit(SET_IN_REQUESTS, name) : own(name));
  }

  /** What says that a field is as it is, where no edit does. */
  private Source own(String name) {
    if (name.equalsIgnoreCase("Host")) {
      return route.preserveHost() ? facts.of(block, "preserve_host") : facts.of(block, "upstream");
    }
    return route.forwardHeaders().contains(name.toLowerCase(ROOT))
        ? facts.of(block, "forward_headers")
        : new Source.Protocol();
  }

  private void explainTimes(boolean webSocket) {
    facts.section("bounds");
    HttpRoute.ClientSettings client = route.clientSettings();
    HttpRoute.UpstreamSettings upstream = route.upstreamSettings();
    time(
        "request_header_timeout_secs",
        Words.seconds(proxy.http().timeouts().requestHeader()),
        HTTP);
    facts.add(
        "max_header_bytes", proxy.http().maxHeaderBytes() + " bytes", HTTP, "max_header_bytes");
    facts.add(
        "max_request_body_bytes",
        client.maxBodyBytes() == 0 ? "any" : client.maxBodyBytes() + " bytes",
        block,
        "max_request_body_bytes");
    time("request_body_timeout_secs", Words.seconds(client.bodyTimeout()), block);
    if (client.bodyMinBytesPerSecond() > 0) {
      String slowest = client.bodyMinBytesPerSecond() + " bytes per second";
      time("request_body_min_bytes_per_sec", slowest, block);
    }
    time("upstream_connect_timeout_secs", Words.seconds(upstream.connectTimeout()), block);
    time("upstream_timeout_secs", Words.seconds(upstream.timeout()), block);
    time("response_write_timeout_secs", Words.seconds(client.writeTimeout()), block);
    if (webSocket) {
      String idle = Words.secondsOrNever(upstream.webSocketIdleTimeout());
      time("websocket_idle_timeout_secs", idle, block);
    }
    time("keepalive_timeout_secs", Words.seconds(proxy.http().timeouts().keepalive()), HTTP);
  }

  private void time(String key, String text, String of) {
    facts.add(key, text, of, key);
  }

  private void explainResponse() {
    facts.section("response");
    facts.add(
        "Server",
        proxy.http().serverHeader() ? "sekisho, in the place of the upstream's" : "the upstream's",
        HTTP,
        "server_header");
    for (FieldEdit edit : route.responseEdits()) {
      switch (edit) {
        case FieldEdit.Set(String name, String value) -> {
          boolean hidden =
              Secrets.looksLikeCredentials(name, value)
                  || originOfEdit(SET_IN_RESPONSES, name)
                      .filter(origin -> !origin.substitutions().isEmpty())
                      .isPresent();
          facts.add(
              "field",
              name + ": " + (hidden ? HIDDEN : Words.octets(value)),
              sourceOfEdit(SET_IN_RESPONSES, name));
        }
        case FieldEdit.Remove(String name) -> {
          Source listed = sourceOfEdit("remove_response_headers", name);
          facts.add(
              "removed",
              name,
              listed instanceof Source.Line ? listed : sourceOfEdit(SET_IN_RESPONSES, name));
        }
      }
    }
  }

  private Source sourceOfEdit(String key, String name) {
    return originOfEdit(key, name)
        .<Source>map(origin -> new Source.Line(origin.place()))
        .orElseGet(Source.Default::new);
  }

  /** The route's own edit of a field, else that of all routes; as spelled by who wrote it. */
  private Optional<Origins.Origin> originOfEdit(String key, String name) {
    List<FieldEdit> edits =
        key.equals(SET_IN_REQUESTS) ? route.requestEdits() : route.responseEdits();
    String spelled =
        edits.stream().map(FieldEdit::name).filter(name::equalsIgnoreCase).findFirst().orElse(name);
    return facts
        .origin(block + "." + key, spelled)
        .or(() -> facts.origin(HTTP + "." + key, spelled));
  }
}
