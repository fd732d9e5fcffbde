package sekisho.status;

import java.util.List;
import sekisho.control.RunningProxy;

/** Which configurations connections belong to. */
final class GenerationReading {
  private GenerationReading() {}

  static List<GenerationFacts> of(RunningProxy proxy) {
    return List.of(
        new GenerationFacts(1, true, proxy.startedAt(), proxy.file(), proxy.connections().count()));
  }
}
