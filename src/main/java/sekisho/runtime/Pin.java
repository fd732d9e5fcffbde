package sekisho.runtime;

import java.util.function.Predicate;
import sekisho.live.LiveConnection;

/**
 * A connection's hold on the generation that it belongs to: nothing of that is released before the
 * connection lets go of it or moves on.
 *
 * <p>Belongs to the event loop of the connection, which releases it once, at its end.
 */
public final class Pin {
  private final Generations generations;
  private final LiveConnection connection;
  private Generations.Tenancy tenancy;

  Pin(Generations generations, Generations.Tenancy tenancy, LiveConnection connection) {
    this.generations = generations;
    this.tenancy = tenancy;
    this.connection = connection;
    connection.belongsTo(tenancy.generation().number());
  }

  /** The one that the connection belongs to. */
  public Generation generation() {
    return tenancy.generation();
  }

  /** Whether no other one was published since. */
  public boolean isCurrent() {
    return tenancy == generations.currentTenancy();
  }

  /**
   * From now on it belongs to the current one, if that suits it; else it stays where it is.
   *
   * @return whether it has moved
   */
  public boolean moveOnIf(Predicate<Generation> suits) {
    Generations.Tenancy next = generations.takeCurrent();
    if (!suits.test(next.generation())) {
      next.letGo();
      return false;
    }
    Generations.Tenancy before = tenancy;
    tenancy = next;
    connection.belongsTo(next.generation().number());
    before.letGo();
    return true;
  }

  /** Whether the current one suits it. */
  public boolean isSuitedByCurrent(Predicate<Generation> suits) {
    return suits.test(generations.current());
  }

  /** The connection has ended. */
  public void release() {
    tenancy.letGo();
  }
}
