package sekisho.ui;

import java.util.List;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.control.GenerationText;
import sekisho.control.LastReload;
import sekisho.control.RunningProxy;
import sekisho.explain.Explanation;
import sekisho.explain.Question;
import sekisho.runtime.Generation;

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
    return proxy.generationFacts().reversed().stream()
        .map(facts ->
            new Kept(
                facts.number(),
                facts.loadedAt(),
                facts.inForce(),
                facts.connections(),
                facts.kept()))
        .toList();
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
