package sekisho.strictness;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * Plays rounds of nearly good bytes until the time is over, or a round fails: then it says how to
 * play that one again.
 */
final class Fuzz {
  /** How long each side is tried; more by hand: {@code -Dsekisho.fuzz.secs=3600}. */
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("sekisho.fuzz.secs", 30));

  /** What the first round is made of: {@code -Dsekisho.fuzz.seed=...} repeats one. */
  private static final long SEED = Long.getLong("sekisho.fuzz.seed", new Random().nextLong());

  private static final int ROUNDS_PER_CANARY = 8;

  private Fuzz() {}

  /** What is tried. */
  interface Round {
    /** The bytes of round {@code number}; no two rounds have the same marks in them. */
    String bytes(Random random, long number);

    void play(String bytes, Random random) throws IOException;
  }

  /** Returns how many rounds were played. */
  static long run(Gateway gateway, Round round) {
    long start = System.nanoTime();
    String before = "";
    long number = 0;
    while (System.nanoTime() - start < TIME.toNanos()) {
      Random random = new Random(SEED + number);
      String bytes = round.bytes(random, number);
      try {
        round.play(bytes, random);
        if (number % ROUNDS_PER_CANARY == 0) {
          gateway.assertServes();
        }
      } catch (IOException | RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "-Dsekisho.fuzz.seed=%d with the bytes\n%s\nafter\n%s\n%s"
                .formatted(SEED + number, Notation.write(bytes), Notation.write(before), failure),
            failure);
      }
      before = bytes;
      number++;
    }
    return number;
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(Notation.write(what));
    }
  }
}
