import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Connections that stay, each with one exchange under way at most. A connection that is lost is an
 * error.
 *
 * <p>Without a rate each sends again as soon as it is answered. With one, messages are due at fixed
 * times whatever became of those before; the first free connection takes the next, and latency
 * counts from when it was due, so that a stall is seen by all whom it would have kept waiting.
 */
final class Crowd implements Link.Owner {
  /** Handshakes under way at once: more would time out where each takes a millisecond. */
  private static final int OPENING_AT_ONCE = 32;

  private final Loop loop;
  private final Talk opening;
  private final Talk talk;
  private final byte[] message;
  private final int size;
  private final Target target;

  private final List<Link> links = new ArrayList<>();
  private final Deque<Link> free = new ArrayDeque<>();
  private boolean isOpen;
  private long intervalNanos;
  private boolean running;
  private Histogram latencies = new Histogram();

  /** Where connections go. */
  interface Target {
    Link connect(Link.Owner owner) throws IOException;
  }

  /**
   * @param opening what is said once on each connection before; null: nothing
   */
  Crowd(Loop loop, Talk opening, Talk talk, int size, Target target) {
    this.loop = loop;
    this.opening = opening;
    this.talk = talk;
    this.message = talk.message().array();
    this.size = size;
    this.target = target;
  }

  void open() throws IOException {
    while (free.size() < size) {
      while (links.size() < size && links.size() - free.size() < OPENING_AT_ONCE) {
        links.add(target.connect(this));
      }
      loop.turn();
    }
    isOpen = true;
  }

  /** One exchange on each, some at a time. */
  void once() throws IOException {
    Deque<Link> waiting = new ArrayDeque<>(free);
    free.clear();
    int started = 0;
    while (free.size() < size) {
      while (!waiting.isEmpty() && started - free.size() < OPENING_AT_ONCE) {
        send(waiting.remove(), System.nanoTime());
        started++;
      }
      loop.turn();
    }
  }

  /**
   * @param rate messages a second over all connections; 0: as many as are answered
   */
  Histogram run(long nanos, double rate) throws IOException {
    latencies = new Histogram();
    running = true;
    intervalNanos = rate == 0 ? 0 : Math.round(1e9 / rate);
    long start = System.nanoTime();
    long due = start;
    for (long now = start; now - start < nanos; now = System.nanoTime()) {
      while (!free.isEmpty() && now - due >= 0) {
        send(free.remove(), intervalNanos == 0 ? now : due);
        due += intervalNanos;
      }
      if (intervalNanos == 0) {
        loop.turn();
      } else {
        loop.shortTurn();
      }
    }
    running = false;
    return latencies;
  }

  void close() throws IOException {
    for (Link link : links) {
      link.close();
    }
    loop.turn();
  }

  @Override
  public void opened(Link link) throws IOException {
    if (opening == null) {
      free.add(link);
    } else {
      link.send(opening.message());
    }
  }

  @Override
  public void received(Link link, ByteBuffer bytes) throws IOException {
    if (!(isOpen ? talk : opening).answered(bytes)) {
      return;
    }
    if (!running) {
      free.add(link);
      return;
    }
    long now = System.nanoTime();
    latencies.add(now - link.due);
    if (intervalNanos == 0) {
      send(link, now);
    } else {
      free.add(link);
    }
  }

  @Override
  public void closed(Link link) throws IOException {
    throw new IOException("a connection was closed");
  }

  private void send(Link link, long due) throws IOException {
    link.due = due;
    link.send(ByteBuffer.wrap(message));
  }
}
