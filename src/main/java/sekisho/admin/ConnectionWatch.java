package sekisho.admin;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one admin server: how many there are, and whom each is waiting for. Who sends
 * a head or a body slowly, or takes an answer slowly, is cut off by an absolute deadline: every
 * byte in time does not help. And where there are too many, whoever keeps us waiting longest makes
 * room, so that silent connections keep nobody out. For one event loop.
 */
final class ConnectionWatch {
  /**
   * With {@link #MAX_HANDSHAKES} fewer than the 256 descriptors that the proxy leaves to all else
   * (proxy.max_connections).
   */
  static final int MAX_CONNECTIONS = 128;

  /** TLS that is not there yet; a handshake takes a round trip or two. */
  static final int MAX_HANDSHAKES = 64;

  /** From the connection's beginning or the last answer's end to the end of the next head. */
  private static final Duration HEAD = Duration.ofSeconds(30);

  private static final Duration BODY = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final LongSupplier nanoTime;
  private final Map<HttpConnection, Waiting> connections = new HashMap<>();

  /** The oldest first. */
  private final SequencedSet<Channel> handshakes = new LinkedHashSet<>();

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

  /** A connection that begins with a handshake, which is over when the future is. */
  void shakeHands(Channel channel, Future<Channel> handshake) {
    if (handshakes.size() >= MAX_HANDSHAKES) {
      handshakes.removeFirst().close();
    }
    handshakes.add(channel);
    handshake.addListener(_ -> handshakes.remove(channel));
  }

  /** A new one, which can be asked on; it is closed at once where no other makes room. */
  void welcome(HttpConnection connection) {
    if (connections.size() >= MAX_CONNECTIONS) {
      Optional<HttpConnection> slowest = slowest();
      if (slowest.isEmpty()) {
        connection.close();
        return;
      }
      connections.remove(slowest.get());
      slowest.get().close();
    }
    connections.put(connection, new Waiting(Phase.HEAD, nanoTime.getAsLong()));
    connection.closeHandler(_ -> connections.remove(connection));
  }

  /** Who has kept us waiting longest; empty: all wait for us. */
  private Optional<HttpConnection> slowest() {
    return connections.entrySet().stream()
        .filter(entry -> patience(entry.getValue().phase()) != Long.MAX_VALUE)
        .max(Comparator.comparingLong(entry -> nanoTime.getAsLong() - entry.getValue().since()))
        .map(Map.Entry::getKey);
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
