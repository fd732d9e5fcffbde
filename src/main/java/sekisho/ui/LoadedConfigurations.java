package sekisho.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.control.GenerationText;
import sekisho.control.LastReload;
import sekisho.control.RunningProxy;
import sekisho.explain.Explanation;
import sekisho.explain.Question;
import sekisho.runtime.Generation;
import sekisho.runtime.Generations;

/** The configurations of a running proxy. */
final class LoadedConfigurations implements Configurations {
  private final RunningProxy proxy;

  LoadedConfigurations(RunningProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public Shown current() {
    Generation generation = proxy.generations().current();
    return withNumber(generation.number())
        .orElseGet(() -> new Shown(generation.number(), proxy.file(), generation.loadedAt(), ""));
  }

  @Override
  public Optional<Shown> withNumber(int number) {
    return text(number)
        .map(kept -> new Shown(number, proxy.file(), kept.loadedAt(), kept.text().masked()));
  }

  private Optional<GenerationText> text(int number) {
    return proxy.texts().stream().filter(text -> text.number() == number).findFirst();
  }

  @Override
  public List<Kept> kept() {
    Map<Integer, Integer> connections = new HashMap<>();
    for (Generations.Living living : proxy.generations().living()) {
      connections.put(living.generation().number(), living.connections());
    }
    int current = proxy.generations().current().number();
    List<Kept> kept = new ArrayList<>();
    for (GenerationText text : proxy.texts().reversed()) {
      kept.add(
          new Kept(
              text.number(),
              text.loadedAt(),
              text.number() == current,
              connections.getOrDefault(text.number(), 0)));
    }
    return kept;
  }

  @Override
  public Optional<Difference> difference(int older, int newer) {
    return text(newer)
        .flatMap(after -> text(older).map(before -> after.text().from(before.text())));
  }

  @Override
  public Optional<LastReload> lastReload() {
    return proxy.lastReload();
  }

  @Override
  public Explanation explain(Question question) {
    return proxy.explainer().explain(question);
  }
}
