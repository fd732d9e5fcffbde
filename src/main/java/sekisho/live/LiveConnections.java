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

  /** Of connections that are closed; behind this object's lock, as is the next. */
  private Traffic closed = Traffic.NONE;

  /** The last that was told: the next is not less, whatever is on its way between the two sums. */
  private Traffic told = Traffic.NONE;

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

  /** It is closed; called on its event loop. */
  public void remove(LiveConnection connection) {
    // In this order none is ever in both sums; one that is in neither for a moment is told next
    // time.
    if (byId.remove(connection.id()) != null) {
      addClosed(connection);
    }
  }

  private synchronized void addClosed(LiveConnection connection) {
    closed = closed.plus(connection);
  }

  /** What all have had, from the start of the program. Looks at every connection. */
  public Traffic traffic() {
    Traffic sum = closed();
    for (LiveConnection connection : byId.values()) {
      sum = sum.plus(connection);
    }
    return told(sum);
  }

  private synchronized Traffic closed() {
    return closed;
  }

  private synchronized Traffic told(Traffic sum) {
    told = told.atLeast(sum);
    return told;
  }

  /** All that there ever were. */
  public long accepted() {
    return lastId.get();
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
