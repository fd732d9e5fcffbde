package sekisho.upstream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/**
 * How many connections wait for the next request, over all event loops, at one moment. The loops
 * are asked, so that nothing is counted for every request.
 */
public final class IdleConnections {
  /** A loop does what it has in hand in far less. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Map<Origin, Integer> counts;

  private IdleConnections(Map<Origin, Integer> counts) {
    this.counts = counts;
  }

  /** Waits for the loops, but not long: those of one that does not answer are left out. */
  static IdleConnections of(Collection<LoopUpstreams> loops) {
    List<CompletableFuture<Map<Origin, Integer>>> asked =
        loops.stream().map(LoopUpstreams::idleConnections).toList();
    var all =
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
            .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .handle((_, _) -> asked);
    Map<Origin, Integer> counts = new HashMap<>();
    for (CompletableFuture<Map<Origin, Integer>> answer : all.join()) {
      if (answer.state() == CompletableFuture.State.SUCCESS) {
        answer.resultNow().forEach((origin, count) -> counts.merge(origin, count, Integer::sum));
      }
    }
    return new IdleConnections(counts);
  }

  /**
   * Those to an upstream; routes that speak to it in the same way share them.
   *
   * @param settings how it is spoken to
   */
  public int to(UpstreamUrl upstream, UpstreamTls settings) {
    return counts.getOrDefault(Origin.of(upstream, settings), 0);
  }
}
