package sekisho.scrape;

import java.util.List;
import java.util.Optional;
import sekisho.control.LastReload;
import sekisho.control.RunningProxy;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;

/** Which configuration is in force, and what became of the last reload. */
final class ConfigurationFamilies {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final RunningProxy proxy;

  ConfigurationFamilies(RunningProxy proxy) {
    this.proxy = proxy;
  }

  void addTo(Exposition out) {
    Generation current = proxy.generations().current();
    Optional<LastReload> last = proxy.lastReload();
    out.gauge(
        "config_generation",
        "Number of the configuration in force, from 1, which the program began with",
        current.number());
    out.gauge(
        "config_last_reload_success",
        "1: the last reload took effect, or there was none; 0: it was refused",
        last.map(LastReload::isPublished).orElse(true) ? 1 : 0);
    out.gauge(
        "config_last_reload_timestamp_seconds",
        "When the last reload was over, or the program had begun, since the epoch",
        last.map(LastReload::at).orElse(current.loadedAt()).toEpochMilli() / MILLIS_PER_SECOND);
    List<Generations.Living> living = proxy.generations().living();
    out.add(
        out.gauges(
                "config_connections",
                "Connections by the configuration they belong to, the current or an older one",
                "generation")
            .row(connections(living, current, true), "current")
            .row(connections(living, current, false), "older"));
  }

  private static long connections(
      List<Generations.Living> living, Generation current, boolean ofCurrent) {
    return living.stream()
        .filter(each -> (each.generation().number() == current.number()) == ofCurrent)
        .mapToLong(Generations.Living::connections)
        .sum();
  }
}
