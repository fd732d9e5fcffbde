package sekisho.admin;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one admin server: how many there are, and whom each is waiting for. Who sends
 * a head or a body slowly, or takes an answer slowly, is cut off by an absolute deadline: every
 * byte in time does not help. For one event loop.
 */
final class ConnectionWatch {
  static final int MAX_CONNECTIONS = 256;

  /** From the connection's beginning or the last answer's end to the end of the next head. */
  private static final Duration HEAD = Duration.ofSeconds(30);

  private static final Duration BODY = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final LongSupplier nanoTime;
  private final Map<HttpConnection, Waiting> connections = new HashMap<>();

  ConnectionWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What a connection waits for. */
  enum Phase {
    HEAD,
    BODY,
    /** For us, who are not to be hurried. */
    WORK,
    ANSWER,
    /** A stream, which has its own rules. */
    STREAM
  }

  private record Waiting(Phase phase, long since) {}

  /** A new one; closed at once where there are too many. */
  void welcome(HttpConnection connection) {
    if (connections.size() >= MAX_CONNECTIONS) {
      connection.close();
      return;
    }
    connections.put(connection, new Waiting(Phase.HEAD, nanoTime.getAsLong()));
    connection.closeHandler(_ -> connections.remove(connection));
  }

  void enter(HttpConnection connection, Phase phase) {
    connections.computeIfPresent(connection, (_, _) -> new Waiting(phase, nanoTime.getAsLong()));
  }

  Phase phase(HttpConnection connection) {
    @Nullable Waiting waiting = connections.get(connection);
    return waiting == null ? Phase.WORK : waiting.phase();
  }

  /** Closes those that are late; to be called every second or so. */
  void look() {
    long now = nanoTime.getAsLong();
    List<HttpConnection> late = new ArrayList<>();
    connections.forEach((connection, waiting) -> {
      if (now - waiting.since() > patience(waiting.phase())) {
        late.add(connection);
      }
    });
    late.forEach(HttpConnection::close);
  }

  private static long patience(Phase phase) {
    return switch (phase) {
      case HEAD -> HEAD.toNanos();
      case BODY -> BODY.toNanos();
      case ANSWER -> ANSWER.toNanos();
      case WORK, STREAM -> Long.MAX_VALUE;
    };
  }

  int count() {
    return connections.size();
  }
}
