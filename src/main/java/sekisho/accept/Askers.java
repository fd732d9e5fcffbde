package sekisho.accept;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who has asked a question, the first ones: anybody may ask. Thread-safe. */
final class Askers {
  /** More than the places that authorities look from. */
  static final int MAX = 16;

  private final Set<InetAddress> known = new LinkedHashSet<>();

  synchronized void add(InetAddress asker) {
    if (known.size() < MAX) {
      known.add(asker);
    }
  }

  /** Those so far, in no order that means anything. */
  synchronized Set<InetAddress> all() {
    return Set.copyOf(known);
  }
}
