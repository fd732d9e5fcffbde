package sekisho.live;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** All client connections from accept to close. Safe from every thread. */
public final class LiveConnections {
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, LiveConnection> byId = new ConcurrentHashMap<>();

  /**
   * A connection was accepted; {@link #remove} has to follow.
   *
   * @param cut ends it, from any thread
   */
  public LiveConnection add(InetSocketAddress client, InetSocketAddress destination, Runnable cut) {
    LiveConnection connection =
        new LiveConnection(
            lastId.incrementAndGet(), System.currentTimeMillis(), client, destination, cut);
    byId.put(connection.id(), connection);
    return connection;
  }

  /** It is closed. */
  public void remove(LiveConnection connection) {
    byId.remove(connection.id());
  }

  public Optional<LiveConnection> withId(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those of now; what begins or ends meanwhile may be among them or not. */
  public Stream<LiveConnection> all() {
    return byId.values().stream();
  }

  public int count() {
    return byId.size();
  }
}
