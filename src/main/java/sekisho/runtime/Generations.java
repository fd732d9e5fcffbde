package sekisho.runtime;

/**
 * The generation that new connections and requests belong to: one reference, replaced as a whole.
 *
 * <p>Who has read it keeps what it has read; nothing of an older generation is taken away by a
 * newer one.
 */
public final class Generations {
  private volatile Generation current;

  public Generations(Generation first) {
    current = first;
  }

  public Generation current() {
    return current;
  }

  /** Makes {@code next} current, for everybody at once. */
  public void publish(Generation next) {
    current = next;
  }
}
