package sekisho.explain;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;
import java.util.TreeSet;
import sekisho.explain.Explanation.Verdict;
import sekisho.http.ExplainedRequest;
import sekisho.http.ExplainedRequest.Answered;
import sekisho.http.ExplainedRequest.Forwarded;
import sekisho.http.ExplainedRequest.Unreadable;
import sekisho.limit.LimitWords;
import sekisho.metrics.Reason;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.Place;
import sekisho.model.ProxySettings;
import sekisho.route.RequestPath;
import sekisho.route.RouteMatch;

/** What becomes of a request: by what it was routed, and who answers it. */
final class RequestDecision {
  private static final String HTTP = "proxy.http";

  private final ProxySettings proxy;
  private final ExplainedRequest request;
  private final Facts facts;

  RequestDecision(ProxySettings proxy, ExplainedRequest request, Facts facts) {
    this.proxy = proxy;
    this.request = request;
    this.facts = facts;
  }

  Verdict explain() {
    return switch (request.outcome()) {
      case Unreadable(Reason reason, var malformation) -> {
        facts.add("request", malformation.text());
        yield answer(reason.status(), Optional.of(reason));
      }
      case Answered answered -> {
        explainRefusal(answered);
        answered
            .fields()
            .forEach((name, value) -> facts.add("answer's field", name + ": " + value));
        yield answer(answered.status(), answered.reason());
      }
      case Forwarded forwarded -> {
        explainHost(Optional.empty());
        HttpRoute route = explainRoute(Optional.empty()).orElseThrow();
        String block = block(route);
        new ForwardedFacts(proxy, route, block, facts).explain(forwarded);
        yield new Verdict.Forwarded(
            route.line(),
            ForwardedFacts.urls(route, forwarded.request().target()),
            forwarded.request().target());
      }
    };
  }

  private Verdict answer(int status, Optional<Reason> reason) {
    String code = reason.map(Reason::code).orElse("");
    facts.add("answer", (status + " " + code).strip());
    return new Verdict.Answered(status, code);
  }

  private void explainRefusal(Answered answered) {
    switch (answered.reason().orElse(Reason.INTERNAL)) {
      case BAD_REQUEST_HOST -> facts.add("host", "it is missing, or not valid");
      case BAD_REQUEST_LINE -> facts.add("target", "it is no path, and no URL");
      case METHOD_NOT_IMPLEMENTED -> facts.add("method", "CONNECT: a gateway is no tunnel");
      case EXPECTATION_FAILED -> facts.add("Expect", "100-continue alone can be met");
      case MISDIRECTED_REQUEST -> explainHost(answered.reason());
      case INTERNAL -> facts.add("target", "the proxy itself");
      default -> {
        explainHost(answered.reason());
        explainRoute(answered.reason());
      }
    }
  }

  /** What was made of the host and the client, before any route was looked for. */
  private void explainHost(Optional<Reason> refusal) {
    request
        .client()
        .filter(ExplainedRequest.Client::trusted)
        .ifPresent(client ->
            facts.add(
                "client",
                NetUtil.toAddressString(client.address()) + ", whom a trusted proxy speaks for",
                "proxy",
                "trusted_proxies"));
    String strict;
    if (refusal.filter(Reason.MISDIRECTED_REQUEST::equals).isPresent()) {
      strict = "the host is another than the connection was made for: refused";
    } else if (proxy.http().strictSniHost()) {
      strict = "the host is one that the connection was made for";
    } else {
      strict = "the host is not compared with the server name";
    }
    facts.add("strict_sni_host", strict, HTTP, "strict_sni_host");
  }

  /** The route that takes it, if one does. */
  private Optional<HttpRoute> explainRoute(Optional<Reason> refusal) {
    request.path().ifPresent(path -> facts.add("path", text(path)));
    return switch (request.match().orElseGet(RouteMatch.NotFound::new)) {
      case RouteMatch.NotFound _ -> {
        if (request.match().isPresent()) {
          facts.add("HTTP route", "none takes the path", HTTP, "routes");
        }
        yield Optional.empty();
      }
      case RouteMatch.MethodNotAllowed not -> {
        not.routes().forEach(route -> addRoute(route, ": not this method"));
        yield Optional.empty();
      }
      case RouteMatch.Matched(HttpRoute route, _) -> {
        addRoute(route, "");
        explainDemands(route, refusal);
        yield Optional.of(route);
      }
    };
  }

  private static String text(RequestPath path) {
    return switch (path) {
      case RequestPath.Normalized normalized -> normalized.path();
      case RequestPath.Refused refused -> "refused: " + refused.reason().text();
    };
  }

  private void addRoute(HttpRoute route, String but) {
    String path =
        switch (route.path()) {
          case PathMatch.Exact(String text) -> "exact: " + text;
          case PathMatch.Prefix(String text) -> "longest prefix: " + text;
          case PathMatch.Regex(String text) -> "first regex: " + text;
        };
    String hosts =
        route.hosts().isEmpty()
            ? ""
            : ", host "
                + String.join(" or ", route.hosts().stream().map(Object::toString).toList());
    String methods =
        route.methods().isEmpty()
            ? ""
            : ", method " + String.join(" or ", new TreeSet<>(route.methods()));
    facts.add("HTTP route", path + hosts + methods + but, facts.of(block(route)));
  }

  /** What the route asks of a client, up to what refused the request. */
  private void explainDemands(HttpRoute route, Optional<Reason> refusal) {
    String block = block(route);
    Optional<Reason> early = refusal.filter(RequestDecision::isBeforeGuard);
    if (early.isPresent()) {
      explainEarly(early.get(), block);
      return;
    }
    HttpGuard guard = route.guard();
    InetAddress client = request.client().orElseThrow().address();
    Access.explain(guard.access(), client, block, facts);
    if (refusal.filter(Reason.DENIED::equals).isPresent()) {
      return;
    }
    guard
        .rate()
        .ifPresent(limit ->
            facts.add("rate limit", LimitWords.of(limit) + of(limit.place()), limit.place()));
    guard
        .inFlight()
        .ifPresent(limit ->
            facts.add(
                "connection limit",
                LimitWords.ofRequests(limit) + of(limit.place()),
                limit.place()));
    if (refusal.filter(Reason.REQUEST_BODY_TOO_LARGE::equals).isPresent()) {
      facts.add(
          "body",
          "longer than " + route.clientSettings().maxBodyBytes() + " bytes",
          block,
          "max_request_body_bytes");
    }
  }

  private static boolean isBeforeGuard(Reason reason) {
    return reason == Reason.UPGRADE_REQUIRED
        || reason == Reason.METHOD_NOT_ALLOWED
        || reason == Reason.BAD_REQUEST_PATH;
  }

  private void explainEarly(Reason why, String block) {
    switch (why) {
      case UPGRADE_REQUIRED ->
          facts.add("type", "websocket: it takes WebSocket requests alone", block, "type");
      case BAD_REQUEST_PATH ->
          facts.add(
              "upstream", "the path would climb out of that of the upstream", block, "upstream");
      default -> facts.add("method", "TRACE is taken nowhere");
    }
  }

  private static String of(Place place) {
    return place.path().startsWith("proxy.http.routes[") ? "" : " (of all routes together)";
  }

  private String block(HttpRoute route) {
    return "proxy.http.routes[" + proxy.http().routes().indexOf(route) + "]";
  }
}
