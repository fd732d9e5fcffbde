package sekisho.config;

import java.util.List;

/**
 * How one configuration file differs from another, in two ways of looking at it. Neither shows a
 * secret: where one has changed, it says no more than that.
 *
 * @param changes by keys, in the order of the newer file; what was removed stands last
 * @param lines of the text, with a few unchanged ones around those that differ; empty: the texts
 *     are the same but for what is masked
 */
public record Difference(List<Change> changes, List<Line> lines) {
  /** Nothing differs. */
  public static final Difference NONE = new Difference(List.of(), List.of());

  public Difference {
    changes = List.copyOf(changes);
    lines = List.copyOf(lines);
  }

  public boolean isEmpty() {
    return changes.isEmpty() && lines.isEmpty();
  }

  /** One key that differs. */
  public sealed interface Change {
    /** As {@code proxy.http.routes[2].upstream}. */
    String path();

    /** As {@code proxy.http.routes[2].upstream: "http://a" → "http://b"}. */
    String text();

    /**
     * @param value as the file has it
     */
    record Added(String path, String value) implements Change {
      @Override
      public String text() {
        return path + ": added " + value;
      }
    }

    /**
     * @param value as the file had it
     */
    record Removed(String path, String value) implements Change {
      @Override
      public String text() {
        return path + ": removed " + value;
      }
    }

    /**
     * @param before as the file had it
     * @param after as it has it; the same as before, where what a substitution stands for or a
     *     secret has changed
     */
    record Changed(String path, String before, String after) implements Change {
      @Override
      public String text() {
        return before.equals(after)
            ? path + ": another value, written " + after + " as before"
            : path + ": " + before + " → " + after;
      }
    }
  }

  /** A line of a text. */
  public sealed interface Line {
    /** Without what ends it. */
    String text();

    /** In both, where the two numbers say. */
    record Kept(int before, int after, String text) implements Line {}

    /** In the older alone. */
    record Removed(int before, String text) implements Line {}

    /** In the newer alone. */
    record Added(int after, String text) implements Line {}
  }
}
