package sekisho.status;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import sekisho.balance.Failure;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.metrics.Reason;
import sekisho.model.Destination;
import sekisho.model.HttpRoute;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamUrl;
import sekisho.runtime.Generation;
import sekisho.status.UpstreamFacts.State;

/** How every configured upstream does, used or not. */
final class UpstreamReading {
  private static final String HTTP = "http";
  private static final String TCP = "tcp";

  /** The line of the default route, which has none. */
  private static final int DEFAULT_ROUTE = 0;

  /** A loop does what it has in hand in far less. */
  private static final int PATIENCE_MILLIS = 200;

  private UpstreamReading() {}

  /** The groups of HTTP routes, then those of relays, each once with the routes that share it. */
  static List<UpstreamGroupFacts> of(Generation generation) {
    List<UpstreamGroupFacts> groups = new ArrayList<>();
    Map<String, Integer> idle = idleConnections(generation);
    http(generation)
        .forEach((members, routes) ->
            groups.add(
                group(
                    HTTP,
                    members,
                    routes.stream().map(HttpRoute::line).toList(),
                    url -> idle.getOrDefault(origin(url), 0))));
    tcp(generation).forEach((members, lines) -> groups.add(group(TCP, members, lines, _ -> 0)));
    return List.copyOf(groups);
  }

  /** Those of a loop that does not answer are not told. */
  private static Map<String, Integer> idleConnections(Generation generation) {
    return generation
        .upstreams()
        .idleConnections()
        .completeOnTimeout(Map.of(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  /** Upstreams with the same origin share their connections, whatever their path. */
  private static String origin(UpstreamUrl url) {
    return (url.secure() ? "https://" : "http://") + url.server();
  }

  /** How many requests the upstreams of HTTP routes have in hand. */
  static long inHand(Generation generation) {
    return http(generation).keySet().stream()
        .flatMap(members -> members.all().stream())
        .mapToLong(Member::active)
        .sum();
  }

  private static Map<Members<UpstreamUrl>, List<HttpRoute>> http(Generation generation) {
    Map<Members<UpstreamUrl>, List<HttpRoute>> groups = new LinkedHashMap<>();
    for (HttpRoute route : generation.configuration().proxy().http().routes()) {
      groups
          .computeIfAbsent(
              generation.upstreams().members(route.upstreams(), route.upstreamSettings().tls()),
              _ -> new ArrayList<>())
          .add(route);
    }
    return groups;
  }

  private static Map<Members<TcpUpstream>, List<Integer>> tcp(Generation generation) {
    SniRouting routing = generation.configuration().proxy().tls().routing();
    Map<Members<TcpUpstream>, List<Integer>> groups = new LinkedHashMap<>();
    for (SniRoute route : routing.routes()) {
      add(generation, route.destination(), route.line(), groups);
    }
    add(generation, routing.defaultDestination(), DEFAULT_ROUTE, groups);
    return groups;
  }

  private static void add(
      Generation generation,
      Destination destination,
      int line,
      Map<Members<TcpUpstream>, List<Integer>> groups) {
    destination
        .tcpUpstreams()
        .ifPresent(group ->
            groups
                .computeIfAbsent(generation.upstreams().members(group), _ -> new ArrayList<>())
                .add(line));
  }

  private static <U> UpstreamGroupFacts group(
      String protocol, Members<U> members, List<Integer> lines, ToIntFunction<U> idle) {
    UpstreamGroup<?> group = members.group();
    return new UpstreamGroupFacts(
        protocol,
        lines,
        RouteReading.lower(group.balance()),
        group.failsBeforeRest(),
        ProgramReading.seconds(group.failTimeout()),
        group.healthCheck().map(UpstreamReading::text),
        members.all().stream()
            .map(member -> of(member, idle.applyAsInt(member.upstream())))
            .toList());
  }

  private static String text(UpstreamGroup.HealthCheck check) {
    return "GET %s every %s s, answered with %d to %d within %s s"
        .formatted(
            check.path(),
            BigDecimal.valueOf(check.interval().toMillis(), 3).stripTrailingZeros().toPlainString(),
            check.statuses().first(),
            check.statuses().last(),
            BigDecimal.valueOf(check.timeout().toMillis(), 3).stripTrailingZeros().toPlainString());
  }

  private static UpstreamFacts of(Member<?> member, int idle) {
    int inRow = member.failuresInRow();
    Optional<String> ailment = Optional.ofNullable(member.ailment());
    State state =
        ailment.isPresent()
            ? State.AILING
            : member.isResting() ? State.RESTING : inRow > 0 ? State.FAILING : State.UP;
    Optional<UpstreamFacts.Failure> last = member.lastFailure().map(UpstreamReading::of);
    return new UpstreamFacts(
        String.valueOf(member.upstream()),
        member.weight(),
        state,
        switch (state) {
          case UP -> Optional.empty();
          case AILING -> ailment.map(found -> "its health check says: " + found);
          case FAILING, RESTING -> last.map(failure -> why(inRow, failure));
        },
        state == State.UP ? Optional.empty() : member.troubledSince(),
        member.active(),
        idle,
        member.begun(),
        member.failures(),
        inRow,
        last);
  }

  private static String why(int inRow, UpstreamFacts.Failure last) {
    return (inRow == 1 ? "failed: " : "failed " + inRow + " times in a row: ") + last.text();
  }

  private static UpstreamFacts.Failure of(Failure failure) {
    Reason reason = Reason.ofCode(failure.reason());
    return new UpstreamFacts.Failure(
        failure.at(),
        failure.reason(),
        failure.text(),
        ReasonWords.meaning(reason),
        ReasonWords.advice(reason));
  }
}
