package sekisho.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import sekisho.live.LiveConnection;

/**
 * The generation that new connections and requests belong to, and those before it that still have
 * connections: a reference that is replaced as a whole.
 *
 * <p>Who has pinned a generation keeps it until it lets go; when nobody has it any more and it is
 * not the current one, it is released, once. Connections pin from every thread, and one thread at a
 * time publishes.
 */
public final class Generations implements AutoCloseable {
  /** The user event that a channel gets when another generation was published. */
  public static final Event PUBLISHED = Event.GENERATION_PUBLISHED;

  private final Consumer<Generation> release;
  private final Set<Tenancy> living = ConcurrentHashMap.newKeySet();
  private volatile Tenancy current;

  /** The type of that event, so that nothing else is equal to it. */
  public enum Event {
    GENERATION_PUBLISHED
  }

  /**
   * A generation and the connections that belong to it.
   *
   * @param connections how many there are
   */
  public record Living(Generation generation, int connections) {}

  /** Who has it: its connections and, while it is the current one, this. */
  final class Tenancy {
    private final Generation generation;
    private final AtomicInteger holds = new AtomicInteger(1);

    Tenancy(Generation generation) {
      this.generation = generation;
    }

    Generation generation() {
      return generation;
    }

    /** False: it is released already. */
    private boolean isTaken() {
      return holds.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
    }

    void letGo() {
      if (holds.decrementAndGet() == 0) {
        released(this);
      }
    }
  }

  /**
   * @param release called with a generation that nobody has any more, on the thread of whoever had
   *     it last, which may be an event loop
   */
  public Generations(Generation first, Consumer<Generation> release) {
    this.release = release;
    this.current = new Tenancy(first);
    living.add(current);
  }

  public Generation current() {
    return current.generation();
  }

  Tenancy currentTenancy() {
    return current;
  }

  /** The current one, kept for a connection until that lets go of it. */
  public Pin pin(LiveConnection connection) {
    return new Pin(this, takeCurrent(), connection);
  }

  Tenancy takeCurrent() {
    while (true) {
      Tenancy tenancy = current;
      if (tenancy.isTaken()) {
        return tenancy;
      }
      // Replaced and released between the two lines above: there is another one now.
    }
  }

  /** Makes {@code next} current, for everybody at once. */
  public void publish(Generation next) {
    Tenancy before = current;
    Tenancy after = new Tenancy(next);
    living.add(after);
    current = after;
    before.letGo();
  }

  /** The current one and those that still have connections, the oldest first. */
  public List<Living> living() {
    Tenancy now = current;
    return living.stream()
        .map(tenancy ->
            new Living(
                tenancy.generation(),
                Math.max(0, tenancy.holds.get() - (tenancy.equals(now) ? 1 : 0))))
        .sorted(Comparator.comparingInt(each -> each.generation().number()))
        .toList();
  }

  private void released(Tenancy tenancy) {
    if (living.remove(tenancy)) {
      release.accept(tenancy.generation());
    }
  }

  /** Releases all of them, whoever has them: there are no connections any more. */
  @Override
  public void close() {
    List.copyOf(living).forEach(this::released);
  }
}
