package sekisho.scrape;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sekisho.runtime.Generations;
import sekisho.status.Status;
import sekisho.status.UpstreamFacts;
import sekisho.status.UpstreamFacts.State;
import sekisho.status.UpstreamGroupFacts;

/** How the upstreams of the current configuration do: as many series as it names upstreams. */
final class UpstreamFamilies {
  /** How long event loops may take to count their idle connections. */
  private static final long PATIENCE_MILLIS = 500;

  private final Status status;
  private final Generations generations;

  UpstreamFamilies(Status status, Generations generations) {
    this.status = status;
    this.generations = generations;
  }

  /** The same upstream of several groups, taken together. */
  private record Upstream(boolean up, long active, long begun, long failures) {
    static Upstream of(UpstreamFacts facts) {
      boolean up = facts.state() == State.UP || facts.state() == State.FAILING;
      return new Upstream(up, facts.active(), facts.begun(), facts.failures());
    }

    Upstream with(Upstream other) {
      return new Upstream(
          up && other.up, active + other.active, begun + other.begun, failures + other.failures);
    }
  }

  void addTo(Exposition out) {
    Map<String, Upstream> all = new TreeMap<>();
    for (UpstreamGroupFacts group : status.upstreams()) {
      for (UpstreamFacts member : group.members()) {
        all.merge(member.url(), Upstream.of(member), Upstream::with);
      }
    }
    Exposition.Rows up =
        out.gauges(
            "upstream_up",
            "1: work goes to it; 0: it rests after failures, or its health check finds it wrong",
            "upstream");
    Exposition.Rows active =
        out.gauges("upstream_active", "Requests and connections that it has in hand", "upstream");
    Exposition.Rows begun =
        out.counters(
            "upstream_begun_total", "Requests and connections that it was given", "upstream");
    Exposition.Rows failures =
        out.counters(
            "upstream_failures_total",
            "Attempts that failed by it, those of health checks too",
            "upstream");
    all.forEach((url, upstream) -> {
      up.row(upstream.up() ? 1 : 0, url);
      active.row(upstream.active(), url);
      begun.row(upstream.begun(), url);
      failures.row(upstream.failures(), url);
    });
    out.add(up);
    out.add(active);
    out.add(begun);
    out.add(failures);
    pools(out);
  }

  private void pools(Exposition out) {
    Exposition.Rows idle =
        out.gauges(
            "upstream_pool_connections",
            "Connections to HTTP upstreams that are kept for the next request, by scheme, host and"
                + " port",
            "upstream",
            "state");
    try {
      new TreeMap<>(
              generations
                  .current()
                  .upstreams()
                  .idleConnections()
                  .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
          .forEach((upstream, count) -> idle.row(count, upstream, "idle"));
    } catch (TimeoutException | ExecutionException _) {
      // A loop is busy, or gone: what is not known is not told.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    out.add(idle);
  }
}
