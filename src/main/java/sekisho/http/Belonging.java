package sekisho.http;

import java.net.InetAddress;
import java.util.Optional;
import sekisho.model.ServerName;
import sekisho.route.SniMatch;
import sekisho.runtime.Generation;
import sekisho.runtime.Pin;

/**
 * Which generation serves the requests of a connection: the current one, as long as that would have
 * accepted the connection just as it was accepted. Else the connection stays with its own, and ends
 * after the response that is under way: what was agreed upon in its handshake holds no more.
 *
 * <p>Belongs to the event loop of the connection.
 */
final class Belonging {
  private final Pin pin;
  private final ClientConnection client;
  private boolean leaving;

  Belonging(Pin pin, ClientConnection client) {
    this.pin = pin;
    this.client = client;
  }

  Generation generation() {
    return pin.generation();
  }

  /** Whether the connection is not to be kept for another request. */
  boolean isLeaving() {
    return leaving;
  }

  /** Moves on, if it can. */
  Generation ofNextRequest() {
    if (!pin.isCurrent() && !leaving) {
      leaving = !pin.moveOnIf(this::isAcceptedAlike);
    }
    return pin.generation();
  }

  /** There is another generation, which the next request moves on to. */
  void reloaded() {
    leaving |= !pin.isSuitedByCurrent(this::isAcceptedAlike);
  }

  /** By route, certificate, and whom a client's certificate has to come from. */
  private boolean isAcceptedAlike(Generation next) {
    if (client.tlsProtocol() == null) {
      // Nothing was agreed upon that another generation could take back.
      return true;
    }
    Generation own = pin.generation();
    Optional<ServerName> name = client.serverName();
    SniMatch before = own.sniRouter().route(name);
    SniMatch after = next.sniRouter().route(name);
    InetAddress local = client.local().getAddress();
    return before.destination().equals(after.destination())
        && before.guard().access().equals(after.guard().access())
        && own.tls().isAlike(next.tls(), name, local, before.destination().clientAuth());
  }
}
