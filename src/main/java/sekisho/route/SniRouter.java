package sekisho.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;

/**
 * Where a connection goes by the name it asks for: the exact route, then the wildcard's, then the
 * default.
 *
 * <p>It knows nothing of malformed hellos: they are refused before anybody asks here, so that they
 * never meet the default. Immutable.
 */
public final class SniRouter {
  private final NameTable<SniMatch> routes;
  private final SniMatch byDefault;

  public SniRouter(SniRouting routing) {
    Map<ServerNamePattern, SniMatch> entries = new HashMap<>();
    for (SniRoute route : routing.routes()) {
      entries.put(route.pattern(), new SniMatch.Route(route));
    }
    this.routes = NameTable.of(entries);
    this.byDefault = new SniMatch.Default(routing.defaultDestination(), routing.defaultGuard());
  }

  /**
   * @param serverName the hello's name; empty: a hello without one, or a connection without TLS
   */
  public SniMatch route(Optional<ServerName> serverName) {
    return serverName.flatMap(routes::find).orElse(byDefault);
  }

  /** How a connection ends that no route is asked about: one whose hello is none. */
  public RejectManner defaultManner() {
    return byDefault.destination() instanceof Destination.Reject reject
        ? reject.manner()
        : RejectManner.DROP;
  }
}
