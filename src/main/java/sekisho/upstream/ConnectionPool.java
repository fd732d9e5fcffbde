package sekisho.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The idle HTTP connections of one event loop, whose thread makes every call.
 *
 * <p>The one used last is used next, so that those too many grow old and go. Connections in use are
 * not known here, and not limited.
 */
final class ConnectionPool {
  private LoopPool limits;
  private Predicate<UpstreamConnection> kept = _ -> true;
  private final Map<Origin, Deque<UpstreamConnection>> idle = new HashMap<>();
  private boolean closed;

  ConnectionPool(LoopPool limits) {
    this.limits = limits;
  }

  /** One to send a request on, the caller's from now on; null: there is none. */
  @Nullable UpstreamConnection take(Origin origin) {
    Deque<UpstreamConnection> connections = idle.get(origin);
    UpstreamConnection connection = connections == null ? null : connections.pollFirst();
    if (connection != null) {
      connection.idleTimeout().disarm();
    }
    return connection;
  }

  /** Keeps it for the next request, or closes it if enough are kept. */
  void add(UpstreamConnection connection) {
    if (closed || !kept.test(connection)) {
      connection.close();
      return;
    }
    Deque<UpstreamConnection> connections =
        idle.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>());
    if (connections.size() >= limits.maxIdle()) {
      connection.close();
      return;
    }
    connections.addFirst(connection);
    connection.idleTimeout().arm(limits.idleTimeout().toMillis());
  }

  /** It is closed: forgets it, if it was idle. */
  void remove(UpstreamConnection connection) {
    connection.idleTimeout().disarm();
    Deque<UpstreamConnection> connections = idle.get(connection.origin());
    if (connections != null && connections.remove(connection) && connections.isEmpty()) {
      // An upstream may be gone for good: its place in the map is not kept.
      idle.remove(connection.origin());
    }
  }

  /** How many are idle, by where they go. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new HashMap<>();
    idle.forEach(
        (origin, connections) -> sizes.merge(origin.toString(), connections.size(), Integer::sum));
    return sizes;
  }

  /**
   * Other limits from now on, and other upstreams: what is idle and not to be kept is closed, and
   * what is in use now when it is given back.
   */
  void govern(LoopPool others, Predicate<UpstreamConnection> keeping) {
    limits = others;
    kept = keeping;
    List<UpstreamConnection> all = idle.values().stream().flatMap(Deque::stream).toList();
    for (UpstreamConnection connection : all) {
      if (!kept.test(connection)) {
        connection.close();
      }
    }
    for (Deque<UpstreamConnection> connections : List.copyOf(idle.values())) {
      while (connections.size() > limits.maxIdle()) {
        // It takes itself away.
        connections.getLast().close();
      }
    }
  }

  /** Closes what is idle; what is in use now is closed when it is given back. */
  void close() {
    closed = true;
    List<Deque<UpstreamConnection>> all = List.copyOf(idle.values());
    // Before they are closed: each looks for its place here.
    idle.clear();
    all.forEach(connections -> connections.forEach(UpstreamConnection::close));
  }
}
