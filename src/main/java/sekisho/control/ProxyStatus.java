package sekisho.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sekisho.config.Problem;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;
import sekisho.runtime.Generation;

/**
 * How a proxy stands, as {@code sekisho status} begins.
 *
 * @param ready whether it takes connections
 * @param listeners in words
 * @param warnings what is doubtful about the configuration in force
 */
record ProxyStatus(
    String file,
    Instant startedAt,
    boolean ready,
    List<String> listeners,
    int generation,
    Instant loadedAt,
    List<GenerationFacts> generations,
    long connections,
    List<Problem> warnings,
    Optional<LastReload> lastReload) {
  private static final ResultType<ProxyStatus> TYPE =
      ObjectType.<ProxyStatus>of()
          .with("file", ResultType.TEXT, "the configuration, as it was named", ProxyStatus::file)
          .with("started_at", ResultType.TIME, "when it began", ProxyStatus::startedAt)
          .with(
              "ready",
              ResultType.FLAG,
              "whether it takes connections: it listens, and does not stop",
              ProxyStatus::ready)
          .with(
              "listeners",
              ResultType.listOf(ResultType.TEXT),
              "what it listens on for clients",
              ProxyStatus::listeners)
          .with(
              "generation",
              ResultType.WHOLE,
              "the number of the configuration in force; 1 is the first",
              status -> (long) status.generation())
          .with("loaded_at", ResultType.TIME, "when that was loaded", ProxyStatus::loadedAt)
          .with(
              "generations",
              ResultType.listOf(GenerationFacts.TYPE),
              "that have connections or whose text is known, the oldest first",
              ProxyStatus::generations)
          .with(
              "connections",
              ResultType.WHOLE,
              "how many clients are connected",
              ProxyStatus::connections)
          .with(
              "warnings",
              ResultType.listOf(ConfigTypes.PROBLEM),
              "what is doubtful about the configuration in force",
              ProxyStatus::warnings)
          .with(
              "last_reload",
              ResultType.optional(ConfigTypes.LAST_RELOAD),
              "the one that was asked for last; null: none was",
              ProxyStatus::lastReload)
          .type();

  private static ProxyStatus of(RunningProxy proxy, DataPath path) {
    Generation current = path.inForce().generation();
    return new ProxyStatus(
        proxy.file(),
        proxy.startedAt(),
        proxy.isReady(),
        proxy.listeners().stream().map(Listeners::text).toList(),
        current.number(),
        current.loadedAt(),
        GenerationFacts.of(path.generations(), path.history()),
        proxy.connections().count(),
        proxy.warnings(),
        proxy.lastReload());
  }

  static RpcMethod<ProxyStatus> method(RunningProxy proxy, DataPath path) {
    return new RpcMethod<>(
        "proxy.status",
        "Says how the proxy stands: since when it runs, what it listens on, which configuration is"
            + " in force, and what became of the last reload.",
        List.of(),
        TYPE,
        (_, _) -> of(proxy, path));
  }
}
