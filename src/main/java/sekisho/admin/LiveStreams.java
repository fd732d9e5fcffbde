package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.ui.LiveFeed;

/**
 * {@code GET /live}: Server-Sent Events, a snapshot every second for as long as somebody looks, one
 * for all who look. Whoever is slow to read misses snapshots, and is closed when he takes none for
 * half a minute; nothing is queued for him. For one event loop.
 */
final class LiveStreams {
  private static final Logger LOG = Logger.getLogger(LiveStreams.class);

  static final int MAX_STREAMS = 32;

  private static final int STUCK_TICKS = 30;

  /** Beyond this a stream's reader is slow. */
  private static final int MAX_QUEUED_BYTES = 64 * 1024;

  /** Comes back after a restart, not all at once. */
  private static final Duration RETRY = Duration.ofSeconds(3);

  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
  private static final Buffer DATA = Buffer.buffer("data: ");
  private static final Buffer END = Buffer.buffer("\n\n");

  private final LiveFeed feed;
  private final Workers workers;
  private final Set<Stream> streams = new LinkedHashSet<>();
  private @Nullable Buffer newest;
  private boolean isAsked;
  private boolean isSaid;

  LiveStreams(LiveFeed feed, Workers workers) {
    this.feed = feed;
    this.workers = workers;
  }

  private static final class Stream {
    private final AdminRequest asked;
    private final BooleanSupplier isAdmitted;
    private int stuckTicks;

    private Stream(AdminRequest asked, BooleanSupplier isAdmitted) {
      this.asked = asked;
      this.isAdmitted = isAdmitted;
    }

    private HttpServerResponse response() {
      return asked.response();
    }
  }

  /**
   * Begins a stream.
   *
   * @param isAdmitted asked every second: whether whoever looks may still
   */
  void add(AdminRequest asked, BooleanSupplier isAdmitted) {
    if (streams.size() >= MAX_STREAMS) {
      asked.retryAfter(Duration.ofSeconds(STUCK_TICKS));
      asked.refuse(503, "There are " + MAX_STREAMS + " streams already.");
      return;
    }
    Stream stream = new Stream(asked, isAdmitted);
    HttpServerResponse response = asked.response();
    GuardFields.onOurs(response.headers());
    asked.stream();
    response
        .setChunked(true)
        .setWriteQueueMaxSize(MAX_QUEUED_BYTES)
        .putHeader("Content-Type", "text/event-stream")
        // nginx before us would else keep events back.
        .putHeader("X-Accel-Buffering", "no")
        .closeHandler(_ -> remove(stream))
        .exceptionHandler(_ -> remove(stream));
    var _ = response.write("retry: " + RETRY.toMillis() + "\n\n");
    boolean wasAlone = streams.isEmpty();
    streams.add(stream);
    if (!wasAlone && newest != null) {
      var _ = response.write(newest);
    } else {
      ask(asked.context());
    }
  }

  private void remove(Stream stream) {
    streams.remove(stream);
    if (streams.isEmpty()) {
      newest = null;
    }
  }

  int count() {
    return streams.size();
  }

  /** To be called every second. */
  void tick(Context context) {
    for (Stream stream : List.copyOf(streams)) {
      if (!stream.isAdmitted.getAsBoolean()) {
        end(stream);
      } else if (stream.response().writeQueueFull()) {
        stream.stuckTicks++;
        if (stream.stuckTicks >= STUCK_TICKS) {
          var _ = stream.asked.request().connection().close();
        }
      } else {
        stream.stuckTicks = 0;
      }
    }
    if (!streams.isEmpty()) {
      ask(context);
    }
  }

  private void ask(Context context) {
    if (isAsked) {
      // The snapshot takes its time: that the connection lives is said all the same.
      send(HEARTBEAT);
      return;
    }
    isAsked = true;
    workers
        .run(context, feed::snapshot)
        .onComplete(asked -> {
          isAsked = false;
          if (asked.succeeded()) {
            isSaid = false;
            Buffer event = DATA.copy().appendBytes(oneLine(asked.result())).appendBuffer(END);
            newest = streams.isEmpty() ? null : event;
            send(event);
          } else {
            if (!isSaid) {
              LOG.error("the live figures cannot be told", asked.cause());
            }
            isSaid = true;
            send(HEARTBEAT);
          }
        });
  }

  /** A line end would be the event's. */
  private static byte[] oneLine(byte[] snapshot) {
    for (byte b : snapshot) {
      if (b == '\n' || b == '\r') {
        return new String(snapshot, UTF_8).replaceAll("[\r\n]+", " ").getBytes(UTF_8);
      }
    }
    return snapshot;
  }

  private void send(Buffer event) {
    for (Stream stream : List.copyOf(streams)) {
      if (!stream.response().closed() && !stream.response().writeQueueFull()) {
        var _ = stream.response().write(event);
      }
    }
  }

  private void end(Stream stream) {
    remove(stream);
    var _ = stream.response().end().onComplete(_ -> stream.asked.streamed());
  }

  void close() {
    List.copyOf(streams).forEach(this::end);
  }
}
