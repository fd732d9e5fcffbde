package sekisho.live;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.model.ServerName;

/**
 * One client connection from accept to close, and what is known of it so far.
 *
 * <p>Its event loop alone writes; everybody may read, and reads what was true a moment ago: fields
 * are not volatile, since nothing is decided by them and a request should not pay for who looks.
 */
public final class LiveConnection {
  private final long id;
  private final long acceptedMillis;
  private final Runnable cut;
  private InetSocketAddress client;
  private InetSocketAddress destination;
  private int generation;
  private @Nullable ServerName serverName;
  private @Nullable TlsFacts tls;
  private @Nullable String kind;
  private int routeLine;
  private @Nullable Object upstream;
  private long requests;
  private long received;
  private long sent;

  /**
   * @param id no other connection of this process has had it
   * @param acceptedMillis since the epoch
   * @param client the other end of the socket
   * @param destination this end of it
   * @param cut ends the connection, whatever it is doing; from any thread
   */
  LiveConnection(
      long id,
      long acceptedMillis,
      InetSocketAddress client,
      InetSocketAddress destination,
      Runnable cut) {
    this.id = id;
    this.acceptedMillis = acceptedMillis;
    this.client = client;
    this.destination = destination;
    this.cut = cut;
  }

  // What becomes known, in the order in which it does; called on the connection's event loop.

  /** Who is at the other end, by the PROXY header where there was one. */
  public void introduced(InetSocketAddress from, InetSocketAddress to) {
    client = from;
    destination = to;
  }

  /**
   * @param number of the generation that it belongs to from now on
   */
  public void belongsTo(int number) {
    generation = number;
  }

  /** The SNI, where there was one. */
  public void asksFor(Optional<ServerName> name) {
    serverName = name.orElse(null);
  }

  /** The handshake is done. */
  public void secured(TlsFacts facts) {
    tls = facts;
  }

  /**
   * It found its destination.
   *
   * @param routeKind the label of {@code connections_total}
   * @param line of the SNI route in the configuration; 0: none
   */
  public void dispatched(String routeKind, int line) {
    kind = routeKind;
    routeLine = line;
  }

  /**
   * Where its bytes go: what was dialled for a relay, or the request under way.
   *
   * @param address whose text tells; nobody makes one for a request until somebody looks
   */
  public void upstream(Object address) {
    upstream = address;
  }

  /** A request's head is complete. */
  public void request() {
    requests++;
  }

  /** Bytes came of the client: plain ones where TLS ends here. */
  public void received(long bytes) {
    received += bytes;
  }

  /** Bytes went to the client; counted likewise. */
  public void sent(long bytes) {
    sent += bytes;
  }

  // What is known.

  public long id() {
    return id;
  }

  public long acceptedMillis() {
    return acceptedMillis;
  }

  public InetSocketAddress client() {
    return client;
  }

  public InetSocketAddress destination() {
    return destination;
  }

  public int generation() {
    return generation;
  }

  public Optional<ServerName> serverName() {
    return Optional.ofNullable(serverName);
  }

  public Optional<TlsFacts> tls() {
    return Optional.ofNullable(tls);
  }

  /** Empty: it has not found its destination yet. */
  public Optional<String> kind() {
    return Optional.ofNullable(kind);
  }

  public int routeLine() {
    return routeLine;
  }

  public Optional<String> upstream() {
    return Optional.ofNullable(upstream).map(Object::toString);
  }

  public long requests() {
    return requests;
  }

  public long received() {
    return received;
  }

  public long sent() {
    return sent;
  }

  /** Ends it, whatever it is doing. */
  public void cut() {
    cut.run();
  }
}
