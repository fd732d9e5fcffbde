package sekisho.status;

import java.util.List;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;

/** What can be asked of TLS and HTTP. */
final class TrafficMethods {
  private static final ResultType<HandshakeFacts> TLS =
      ObjectType.<HandshakeFacts>of()
          .with("at", ResultType.TIME, "when this was read", HandshakeFacts::at)
          .with(
              "handshakes", ResultType.WHOLE, "done since the program began", HandshakeFacts::done)
          .with(
              "resumed",
              ResultType.WHOLE,
              "those of them that went on with a session",
              HandshakeFacts::resumed)
          .with(
              "failures",
              FactTypes.REASONS,
              "those that failed, by reason, the most frequent first",
              HandshakeFacts::failures)
          .with(
              "by_version",
              FactTypes.COUNTS,
              "those done, by protocol version",
              HandshakeFacts::byVersion)
          .with(
              "by_group",
              FactTypes.COUNTS,
              "those done, by the group of the key exchange",
              HandshakeFacts::byGroup)
          .with(
              "duration",
              FactTypes.QUANTILES,
              "of those done, from the complete hello",
              HandshakeFacts::duration)
          .type();

  private static final ResultType<HttpFacts> HTTP =
      ObjectType.<HttpFacts>of()
          .with("at", ResultType.TIME, "when this was read", HttpFacts::at)
          .with("requests", ResultType.WHOLE, "over since the program began", HttpFacts::requests)
          .with(
              "by_status",
              FactTypes.COUNTS,
              "by what clients got, or would have (499: the client had gone)",
              facts -> FactTypes.byText(facts.byStatus()))
          .with("by_class", FactTypes.COUNTS, "the same by first digit", HttpFacts::byClass)
          .with(
              "in_flight",
              ResultType.WHOLE,
              "requests that upstreams have in hand, WebSockets among them",
              HttpFacts::inFlight)
          .with("websockets", ResultType.WHOLE, "that are open", HttpFacts::webSockets)
          .with(
              "duration",
              FactTypes.QUANTILES,
              "from the complete head to the last byte written, without WebSockets",
              HttpFacts::duration)
          .with(
              "errors",
              FactTypes.REASONS,
              "what went wrong or was refused, by reason, the most frequent first",
              HttpFacts::errors)
          .with("over_rate", ResultType.WHOLE, "refused by a rate_limit", HttpFacts::overRate)
          .with(
              "over_connections",
              ResultType.WHOLE,
              "requests and connections refused by a connection_limit",
              HttpFacts::overConnections)
          .with(
              "dry_runs",
              FactTypes.REASONS,
              "what limits in a dry run would have refused",
              HttpFacts::dryRuns)
          .with(
              "log_lines_dropped",
              ResultType.WHOLE,
              "lines of the access log that were given up, since its disk was too slow",
              HttpFacts::logLinesDropped)
          .type();

  private TrafficMethods() {}

  static List<RpcMethod<?>> of(Status status) {
    return List.of(
        new RpcMethod<>(
            "stats.tls",
            "Counts TLS handshakes with clients, and says how long they took.",
            List.of(),
            TLS,
            (_, _) -> status.tls()),
        new RpcMethod<>(
            "stats.http",
            "Counts HTTP requests, and says how long they took and what went wrong.",
            List.of(),
            HTTP,
            (_, _) -> status.http()));
  }
}
