package sekisho.strictness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import sekisho.strictness.SecondOpinion.Message;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;

/**
 * An origin that keeps every byte of every connection, and believes only {@link SecondOpinion}
 * about where a request ends.
 */
final class WatchedOrigin implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final RawServer server;
  private final Function<Message, Answer> answers;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  private WatchedOrigin(Function<Message, Answer> answers) {
    this.answers = answers;
    this.server = RawServer.start(this::play);
  }

  static WatchedOrigin answering(Function<Message, Answer> answers) {
    return new WatchedOrigin(answers);
  }

  /** What becomes of the connection after an answer. */
  enum Then {
    STAY,
    FIN,
    RST
  }

  /**
   * @param bytes written at once, whatever they are
   */
  record Answer(String bytes, Then then) {
    static Answer ok(String body) {
      return new Answer(
          "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, Then.STAY);
    }
  }

  /** One connection of the proxy's. */
  static final class Visit {
    private final RawConnection connection;
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private volatile String bytes = "";
    private volatile int read;
    private volatile boolean ended;
    private volatile int forgotten;
    private volatile boolean givenUp;

    private Visit(RawConnection connection) {
      this.connection = connection;
    }

    /** The whole requests that came, without those that are forgotten. */
    List<Message> requests() {
      return requests.subList(forgotten, requests.size());
    }

    /** The bytes behind the last whole request, unless they are forgotten. */
    String rest() {
      return givenUp ? "" : bytes.substring(read);
    }

    private void forget() {
      forgotten = requests.size();
      // A request that was given up: its end is on its way.
      givenUp = read < bytes.length();
    }

    /** The bytes of the last whole request as they came. */
    String lastBytes() {
      int last = requests.size() - 1;
      return bytes.substring(
          last == 0 ? 0 : requests.get(last - 1).end(), requests.get(last).end());
    }

    /** Writes what nobody has asked for. */
    void push(String unasked) throws IOException {
      connection.write(unasked);
    }

    /** Whether the proxy has ended it, or the origin. */
    boolean ended() {
      return ended;
    }
  }

  private void play(RawConnection connection) throws IOException {
    Visit visit = new Visit(connection);
    visits.add(visit);
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) {
        visit.bytes = visit.bytes.concat(new String(buffer, 0, n, ISO_8859_1));
        if (!answer(visit, connection)) {
          return;
        }
      }
    } finally {
      visit.ended = true;
    }
  }

  /** Whether the connection stays. */
  private boolean answer(Visit visit, RawConnection connection) throws IOException {
    while (SecondOpinion.request(visit.bytes, visit.read)
        instanceof SecondOpinion.Whole(Message message)) {
      visit.requests.add(message);
      visit.read = message.end();
      Answer answer = answers.apply(message);
      connection.write(answer.bytes());
      switch (answer.then()) {
        case STAY -> {}
        case FIN -> {
          return false;
        }
        case RST -> {
          connection.reset();
          return false;
        }
      }
    }
    return true;
  }

  /** Every connection so far, in the order they came. */
  List<Visit> visits() {
    return List.copyOf(visits);
  }

  /** Forgets the connections that have ended, and what came on the others. */
  void forget() {
    visits.removeIf(Visit::ended);
    visits.forEach(Visit::forget);
  }

  String url() {
    return "http://" + server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
