package sekisho.status;

import java.util.List;
import sekisho.control.RunningProxy;
import sekisho.runtime.Generation;

/** Which configurations connections belong to. */
final class GenerationReading {
  private GenerationReading() {}

  static List<GenerationFacts> of(RunningProxy proxy) {
    Generation current = proxy.generations().current();
    return proxy.generations().living().reversed().stream()
        .map(living ->
            new GenerationFacts(
                living.generation().number(),
                living.generation().number() == current.number(),
                living.generation().loadedAt(),
                proxy.file(),
                living.connections()))
        .toList();
  }
}
