package sekisho.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Several things that are prepared one after the other and come into force together, or not at all.
 * For one thread.
 */
final class Preparation {
  private final List<Companion.Prepared> ready = new ArrayList<>();

  void add(Companion.Prepared prepared) {
    ready.add(prepared);
  }

  /** In the order in which they were added. */
  void publish() {
    ready.forEach(Companion.Prepared::publish);
  }

  /** The last one first. */
  void abandon() {
    ready.reversed().forEach(Companion.Prepared::abandon);
  }
}
