package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.ServerNamePattern;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/** One entry of {@code proxy.http.routes}. */
final class HttpRouteBinder {
  private static final String EXACT = "path";
  private static final String PREFIX = "path_prefix";
  private static final List<String> PATH_KEYS = List.of(EXACT, PREFIX, "path_regex");

  // RFC 9110 §9.3.6 and §9.3.8: a gateway is no tunnel, and an echo would tell credentials.
  private static final Set<String> ANSWERED_HERE = Set.of("CONNECT", "TRACE");

  private final Path folder;
  private final Findings findings;
  private final FieldEditBinder edits;
  private final UpstreamGroupBinder groups;
  private final LimitBinder limits;
  private final Map<Matched, Integer> linesByMatch = new HashMap<>();

  /** What a thousand routes have in common is kept once. */
  private final Map<Object, Object> common = new HashMap<>();

  /** By their texts. */
  private final Map<String, Parsed<UpstreamUrl>> urls = new HashMap<>();

  /**
   * @param http {@code proxy.http}, whose field edits and limits hold for every route
   */
  HttpRouteBinder(Path folder, Findings findings, Block http) {
    this.folder = folder;
    this.findings = findings;
    this.groups = new UpstreamGroupBinder(findings);
    this.edits = new FieldEditBinder(findings, http);
    this.limits = new LimitBinder(http);
  }

  private record Matched(PathMatch path, Set<ServerNamePattern> hosts, Set<String> methods) {}

  /** Empty when the route is unusable; then the findings say why. */
  Optional<HttpRoute> bind(Block route) {
    Optional<PathMatch> path = pathMatch(route);
    List<ServerNamePattern> hosts = hosts(route);
    Set<String> methods = methods(route);
    Optional<UpstreamGroup<UpstreamUrl>> upstreams = upstreams(route, path);
    path.ifPresent(
        p -> warnOfUnreachable(route, new Matched(p, Set.copyOf(hosts), Set.copyOf(methods))));
    List<String> forwardHeaders = forwardHeaders(route);
    List<FieldEdit> requestEdits = edits.request(route, forwardHeaders);
    List<FieldEdit> responseEdits = edits.response(route);
    if (path.isEmpty() || upstreams.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpRoute(
            path.get(),
            hosts,
            methods,
            route.text("type").equals("websocket"),
            upstreams.get(),
            shared(settings(route)),
            shared(clientSettings(route)),
            shared(limits.guard(route)),
            route.flag("preserve_host"),
            forwardHeaders,
            requestEdits,
            responseEdits,
            route.line()));
  }

  /** The value itself, or the equal one that an earlier route has. */
  @SuppressWarnings("unchecked")
  private <T> T shared(T value) {
    return (T) common.computeIfAbsent(value, Function.identity());
  }

  private Optional<PathMatch> pathMatch(Block route) {
    List<String> written = new ArrayList<>(1);
    for (String key : PATH_KEYS) {
      if (route.has(key)) {
        written.add(key);
      }
    }
    if (written.isEmpty()) {
      findings.unusable(
          route.position(),
          route.path().key(EXACT),
          "is missing; a route needs one of path, path_prefix and path_regex");
      return Optional.empty();
    }
    if (written.size() > 1) {
      findings.error(
          route.keyPosition(written.get(1)),
          route.path().key(written.get(1)),
          "is not allowed beside "
              + written.get(0)
              + "; a route has exactly one of path, path_prefix and path_regex");
      return Optional.empty();
    }
    String key = written.getFirst();
    return route
        .word(key)
        .map(Word::value)
        .map(text ->
            switch (key) {
              case EXACT -> new PathMatch.Exact(text);
              case PREFIX -> new PathMatch.Prefix(text);
              default -> new PathMatch.Regex(text);
            });
  }

  private static List<ServerNamePattern> hosts(Block route) {
    List<ServerNamePattern> hosts = new ArrayList<>();
    for (Word word : route.words("host")) {
      if (ServerNameText.parse(word.value())
          instanceof Parsed.Good<ServerNamePattern>(ServerNamePattern pattern)) {
        hosts.add(pattern);
      }
    }
    return hosts;
  }

  private Set<String> methods(Block route) {
    Set<String> methods = new LinkedHashSet<>();
    for (Word word : route.words("methods")) {
      String upper = word.value().toUpperCase(Locale.ROOT);
      if (!upper.equals(word.value())) {
        findings.warning(
            word.position(),
            word.path(),
            "methods are case-sensitive (RFC 9110 §9.1); " + upper + " is probably meant");
      }
      if (ANSWERED_HERE.contains(word.value())) {
        findings.warning(
            word.position(),
            word.path(),
            word.value() + " is never forwarded: the proxy answers it");
      }
      methods.add(word.value());
    }
    return methods;
  }

  private Optional<UpstreamGroup<UpstreamUrl>> upstreams(Block route, Optional<PathMatch> path) {
    Optional<UpstreamGroup<UpstreamUrl>> group =
        groups.ofRequests(
            route, text -> urls.computeIfAbsent(text, t -> UpstreamUrlText.parse(t, folder)));
    if (group.isEmpty()) {
      return group;
    }
    List<Word> words = route.words("upstream");
    for (int i = 0; i < words.size(); i++) {
      UpstreamUrl url = group.get().shares().get(i).upstream();
      if (isPathBehindRegex(url, path, words.get(i))
          || hasOtherPath(url, group.get().first(), words.get(i))) {
        return Optional.empty();
      }
    }
    return group;
  }

  private boolean isPathBehindRegex(UpstreamUrl url, Optional<PathMatch> path, Word word) {
    if (path.filter(PathMatch.Regex.class::isInstance).isEmpty() || url.path().isEmpty()) {
      return false;
    }
    findings.unusable(
        word.position(),
        word.path(),
        word.shown()
            + " has a path, but path_regex leaves nothing to replace by it; allowed: a URL without"
            + " a path, not even /");
    return true;
  }

  private boolean hasOtherPath(UpstreamUrl url, UpstreamUrl first, Word word) {
    if (url.path().equals(first.path())) {
      return false;
    }
    findings.unusable(
        word.position(),
        word.path(),
        word.shown() + " has another path than the first of the list; allowed: the same for all");
    return true;
  }

  private HttpRoute.UpstreamSettings settings(Block route) {
    Block tls = route.blockOrEmpty("upstream_tls");
    return new HttpRoute.UpstreamSettings(
        route.seconds("upstream_connect_timeout_secs"),
        route.seconds("upstream_timeout_secs"),
        route.seconds("websocket_idle_timeout_secs"),
        new UpstreamTls(
            tls.flag("verify"),
            tls.word("ca").map(word -> folder.resolve(word.value())),
            tls.flag("sni"),
            tls.flag("session_reuse")));
  }

  private static HttpRoute.ClientSettings clientSettings(Block route) {
    return new HttpRoute.ClientSettings(
        route.size("max_request_body_bytes"),
        route.seconds("request_body_timeout_secs"),
        route.count("request_body_min_bytes_per_sec"),
        route.seconds("response_write_timeout_secs"));
  }

  private static List<String> forwardHeaders(Block route) {
    Set<String> names = new LinkedHashSet<>();
    for (Word word : route.words("forward_headers")) {
      names.add(word.value().toLowerCase(Locale.ROOT));
    }
    return List.copyOf(names);
  }

  private void warnOfUnreachable(Block route, Matched matched) {
    Integer earlier = linesByMatch.putIfAbsent(matched, route.line());
    if (earlier != null) {
      findings.warning(
          route.position(),
          route.path(),
          "is never reached: the route on line " + earlier + " takes the same requests");
    }
  }
}
