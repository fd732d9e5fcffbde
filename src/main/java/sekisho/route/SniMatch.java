package sekisho.route;

import sekisho.model.Destination;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;

/** What happens to a connection, and what decided it. */
public sealed interface SniMatch {
  Destination destination();

  SniGuard guard();

  /** The configuration line of the route; 0: no route took it. */
  int line();

  /** A route took it; its line tells which. */
  record Route(SniRoute route) implements SniMatch {
    @Override
    public Destination destination() {
      return route.destination();
    }

    @Override
    public SniGuard guard() {
      return route.guard();
    }

    @Override
    public int line() {
      return route.line();
    }
  }

  /** No route took it. */
  record Default(Destination destination, SniGuard guard) implements SniMatch {
    @Override
    public int line() {
      return 0;
    }
  }
}
