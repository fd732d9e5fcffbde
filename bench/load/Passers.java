import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that come, ask once and go, some at a time; each place keeps its own TLS session, so
 * that every connection but a place's first can resume one. The peer closes first, and so keeps the
 * TIME_WAIT: ours would use up the ports.
 */
final class Passers implements Link.Owner {
  private final Loop loop;
  private final int port;
  private final Talk talk;
  private final Map<Link, Tls> places = new HashMap<>();
  private final Map<Link, Boolean> answered = new HashMap<>();
  private Histogram latencies = new Histogram();
  private long certificatesBefore;
  private boolean leaving;

  Passers(Loop loop, int port, Talk talk) {
    this.loop = loop;
    this.port = port;
    this.talk = talk;
  }

  /** Lets every place get a session to resume. */
  void open(int size) throws IOException, GeneralSecurityException {
    for (int i = 0; i < size; i++) {
      connect(Tls.client());
    }
    while (latencies.total() < 4L * size) {
      loop.turn();
    }
    certificatesBefore = certificates();
  }

  /**
   * @return how long each connection took from its first packet to its answer
   */
  Histogram run(long nanos) throws IOException {
    latencies = new Histogram();
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      loop.turn();
    }
    leaving = true;
    return latencies;
  }

  /** How many did not resume. */
  long full() {
    return certificates() - certificatesBefore;
  }

  private long certificates() {
    return places.values().stream().mapToLong(Tls::certificates).sum();
  }

  void close() throws IOException {
    for (Link link : places.keySet()) {
      link.close();
    }
    loop.turn();
  }

  private void connect(Tls tls) throws IOException {
    long now = System.nanoTime();
    Link link = Link.connect(loop, port, tls.towards(port), this);
    link.due = now;
    places.put(link, tls);
  }

  @Override
  public void opened(Link link) throws IOException {
    link.send(talk.message());
  }

  @Override
  public void received(Link link, ByteBuffer bytes) throws IOException {
    if (talk.answered(bytes)) {
      latencies.add(System.nanoTime() - link.due);
      answered.put(link, true);
    }
  }

  @Override
  public void closed(Link link) throws IOException {
    if (answered.remove(link) == null) {
      throw new IOException("closed without an answer");
    }
    Tls tls = places.remove(link);
    if (!leaving) {
      connect(tls);
    } else {
      places.put(link, tls);
    }
  }
}
