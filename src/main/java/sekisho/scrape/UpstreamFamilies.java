package sekisho.scrape;

import java.util.Map;
import java.util.TreeMap;
import sekisho.status.Status;
import sekisho.status.UpstreamFacts;
import sekisho.status.UpstreamFacts.State;
import sekisho.status.UpstreamGroupFacts;

/** How the upstreams of the current configuration do: as many series as it names upstreams. */
final class UpstreamFamilies {
  private static final String HTTP = "http";

  private final Status status;

  UpstreamFamilies(Status status) {
    this.status = status;
  }

  /** The same upstream of several groups, taken together. */
  private record Upstream(
      boolean up, boolean pooled, long active, int idle, long begun, long failures) {
    static Upstream of(UpstreamFacts facts, boolean pooled) {
      boolean up = facts.state() == State.UP || facts.state() == State.FAILING;
      return new Upstream(
          up, pooled, facts.active(), facts.idleConnections(), facts.begun(), facts.failures());
    }

    Upstream with(Upstream other) {
      return new Upstream(
          up && other.up,
          pooled,
          active + other.active,
          // The same pool.
          Math.max(idle, other.idle),
          begun + other.begun,
          failures + other.failures);
    }
  }

  void addTo(Exposition out) {
    Map<String, Upstream> all = new TreeMap<>();
    for (UpstreamGroupFacts group : status.upstreams()) {
      for (UpstreamFacts member : group.members()) {
        all.merge(member.url(), Upstream.of(member, group.protocol().equals(HTTP)), Upstream::with);
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
    Exposition.Rows pool =
        out.gauges(
            "upstream_pool_connections",
            "Connections to an HTTP upstream: idle ones are kept for the next request",
            "upstream",
            "state");
    all.forEach((url, upstream) -> {
      if (upstream.pooled()) {
        pool.row(upstream.idle(), url, "idle").row(upstream.active(), url, "in_use");
      }
      up.row(upstream.up() ? 1 : 0, url);
      active.row(upstream.active(), url);
      begun.row(upstream.begun(), url);
      failures.row(upstream.failures(), url);
    });
    out.add(up);
    out.add(active);
    out.add(begun);
    out.add(failures);
    out.add(pool);
  }
}
