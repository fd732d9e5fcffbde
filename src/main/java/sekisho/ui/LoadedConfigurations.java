package sekisho.ui;

import java.util.List;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.control.LastReload;
import sekisho.control.RunningProxy;
import sekisho.explain.Explanation;
import sekisho.explain.Question;

/** The configurations of a running proxy. */
final class LoadedConfigurations implements Configurations {
  private final RunningProxy proxy;

  LoadedConfigurations(RunningProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public Shown current() {
    var generation = proxy.generations().current();
    return new Shown(generation.number(), proxy.file(), generation.loadedAt(), "");
  }

  @Override
  public Optional<Shown> withNumber(int number) {
    return Optional.of(current()).filter(shown -> shown.number() == number);
  }

  @Override
  public List<Kept> kept() {
    int current = proxy.generations().current().number();
    return proxy.generations().living().reversed().stream()
        .map(living ->
            new Kept(
                living.generation().number(),
                living.generation().loadedAt(),
                living.generation().number() == current,
                living.connections()))
        .toList();
  }

  @Override
  public Optional<Difference> difference(int older, int newer) {
    return Optional.empty();
  }

  @Override
  public Optional<LastReload> lastReload() {
    return proxy.lastReload();
  }

  @Override
  public Explanation explain(Question question) {
    throw new IllegalArgumentException("Ask sekisho explain on the command line.");
  }
}
