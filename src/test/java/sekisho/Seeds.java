package sekisho;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on random inputs; a failure names the seed that repeats it. */
public final class Seeds {
  private Seeds() {}

  /** Tries it with a seed that is always the same and with one that never is. */
  public static void each(Consumer<Random> property) {
    tryWith(1, property);
    tryWith(new Random().nextLong(), property);
  }

  private static void tryWith(long seed, Consumer<Random> property) {
    try {
      property.accept(new Random(seed));
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("with seed " + seed + ": " + failure.getMessage(), failure);
    }
  }
}
