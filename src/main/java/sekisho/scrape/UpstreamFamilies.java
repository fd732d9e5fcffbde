package sekisho.scrape;

import sekisho.runtime.Generations;

final class UpstreamFamilies {
  private final Generations generations;

  UpstreamFamilies(Generations generations) {
    this.generations = generations;
  }

  void addTo(Exposition out) {}
}
