package sekisho.ui;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.control.LastReload;
import sekisho.explain.Explanation;
import sekisho.explain.Question;

/**
 * What pages ask about configurations. In none of it is a secret; all of it may block. Safe from
 * every thread.
 */
public interface Configurations {
  /** The one in force. */
  Shown current();

  /**
   * One that is or was in force.
   *
   * @param number its generation's
   * @return empty: there was none of that number, or it is not kept any more
   */
  Optional<Shown> withNumber(int number);

  /** Those that are kept for their texts or have connections, the latest first. */
  List<Kept> kept();

  /** How the second differs from the first; empty: one of them is not kept. */
  Optional<Difference> difference(int older, int newer);

  /** What was asked for last; empty: nothing was yet. */
  Optional<LastReload> lastReload();

  /**
   * What would become of a connection and its request under the one in force.
   *
   * @throws IllegalArgumentException when the question cannot be asked; its message is for people
   */
  Explanation explain(Question question);

  /**
   * A configuration as it may be shown.
   *
   * @param number of its generation
   * @param file as it was given
   * @param text with its secrets masked, its lines those of the file
   */
  record Shown(int number, String file, Instant loadedAt, String text) {}

  /**
   * A generation that there is still.
   *
   * @param hasText whether it can be looked at and compared
   */
  record Kept(int number, Instant loadedAt, boolean current, long connections, boolean hasText) {}
}
