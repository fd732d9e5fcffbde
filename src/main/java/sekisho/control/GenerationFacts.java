package sekisho.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.runtime.Generations;

/**
 * A generation as it is told of.
 *
 * @param connections that belong to it
 * @param inForce whether new connections belong to it
 * @param kept whether its text is known still
 */
public record GenerationFacts(
    int number, Instant loadedAt, long connections, boolean inForce, boolean kept) {
  static final ResultType<GenerationFacts> TYPE =
      ObjectType.<GenerationFacts>of()
          .with("number", ResultType.WHOLE, "1 is the first", facts -> (long) facts.number())
          .with("loaded_at", ResultType.TIME, "when it was made", GenerationFacts::loadedAt)
          .with("connections", ResultType.WHOLE, "that belong to it", GenerationFacts::connections)
          .with(
              "in_force",
              ResultType.FLAG,
              "whether new connections and requests belong to it",
              GenerationFacts::inForce)
          .with(
              "has_text", ResultType.FLAG, "whether config.get has its text", GenerationFacts::kept)
          .type();

  /** Those that have connections or a text, the oldest first. */
  static List<GenerationFacts> of(Generations generations, History history) {
    SequencedMap<Integer, GenerationFacts> all = new TreeMap<>();
    int current = generations.current().number();
    for (History.Entry entry : history.all()) {
      all.put(
          entry.number(),
          new GenerationFacts(
              entry.number(), entry.loadedAt(), 0, entry.number() == current, true));
    }
    for (Generations.Living living : generations.living()) {
      int number = living.generation().number();
      boolean kept = Optional.ofNullable(all.get(number)).map(GenerationFacts::kept).orElse(false);
      all.put(
          number,
          new GenerationFacts(
              number,
              living.generation().loadedAt(),
              living.connections(),
              number == current,
              kept));
    }
    return List.copyOf(all.values());
  }
}
