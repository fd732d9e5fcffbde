package sekisho.status;

import java.util.List;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;

/** What can be asked of upstreams. */
final class UpstreamMethods {
  private static final ResultType<UpstreamFacts.Failure> FAILURE =
      ObjectType.<UpstreamFacts.Failure>of()
          .with("at", ResultType.TIME, "when it was", UpstreamFacts.Failure::at)
          .with("reason", ResultType.TEXT, "a code of errors_total", UpstreamFacts.Failure::reason)
          .with("text", ResultType.TEXT, "where, and what was said", UpstreamFacts.Failure::text)
          .with("meaning", ResultType.TEXT, "of the reason", UpstreamFacts.Failure::meaning)
          .with("advice", ResultType.TEXT, "where to look next", UpstreamFacts.Failure::advice)
          .type();

  private static final ResultType<UpstreamFacts> UPSTREAM =
      ObjectType.<UpstreamFacts>of()
          .with("url", ResultType.TEXT, "as configured, host:port for relays", UpstreamFacts::url)
          .with("weight", ResultType.WHOLE, "beside the others'", facts -> (long) facts.weight())
          .with(
              "state",
              ResultType.TEXT,
              "up; failing: the last attempt failed, it is asked all the same; resting: it failed"
                  + " too often in a row; ailing: its health check finds it wrong",
              facts -> RouteReading.lower(facts.state()))
          .with("why", FactTypes.MAYBE_TEXT, "it is not up, for people", UpstreamFacts::why)
          .with(
              "since",
              ResultType.optional(ResultType.TIME),
              "when it is not up",
              UpstreamFacts::since)
          .with(
              "active",
              ResultType.WHOLE,
              "requests or connections in hand",
              facts -> (long) facts.active())
          .with(
              "idle_connections",
              ResultType.WHOLE,
              "kept for the next request",
              facts -> (long) facts.idleConnections())
          .with(
              "begun",
              ResultType.WHOLE,
              "requests or connections that it was given, since the configuration was loaded",
              UpstreamFacts::begun)
          .with(
              "failures",
              ResultType.WHOLE,
              "of them, of attempts to connect and of health checks, likewise",
              UpstreamFacts::failures)
          .with(
              "failures_in_row",
              ResultType.WHOLE,
              "since it last answered",
              facts -> (long) facts.failuresInRow())
          .with(
              "last_failure",
              ResultType.optional(FAILURE),
              "however long ago; null: there was none",
              UpstreamFacts::lastFailure)
          .type();

  private static final ResultType<UpstreamGroupFacts> GROUP =
      ObjectType.<UpstreamGroupFacts>of()
          .with(
              "protocol", ResultType.TEXT, "http, or tcp for relays", UpstreamGroupFacts::protocol)
          .with(
              "route_lines",
              ResultType.listOf(ResultType.WHOLE),
              "the configuration lines of the routes that use it; 0: the default route",
              facts -> facts.routeLines().stream().map(Integer::longValue).toList())
          .with(
              "balance",
              ResultType.TEXT,
              "round_robin or least_connections",
              UpstreamGroupFacts::balance)
          .with(
              "max_fails",
              ResultType.WHOLE,
              "failures in a row after which one rests; 0: none ever does",
              facts -> (long) facts.maxFails())
          .with(
              "fail_timeout_secs",
              ResultType.NUMBER,
              "how long it rests",
              UpstreamGroupFacts::failTimeoutSecs)
          .with(
              "health_check",
              FactTypes.MAYBE_TEXT,
              "in words; null: there is none",
              UpstreamGroupFacts::healthCheck)
          .with(
              "upstreams",
              ResultType.listOf(UPSTREAM),
              "in the configuration's order",
              UpstreamGroupFacts::members)
          .type();

  private UpstreamMethods() {}

  static List<RpcMethod<?>> of(Status status) {
    return List.of(
        new RpcMethod<>(
            "stats.upstreams",
            "Says of every configured upstream how it does, and why it failed last.",
            List.of(),
            ResultType.listOf(GROUP),
            (_, _) -> status.upstreams()));
  }
}
