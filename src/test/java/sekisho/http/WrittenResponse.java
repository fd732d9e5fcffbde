package sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import sekisho.deadline.Deadlines;
import sekisho.http.ResponseWriter.Framing;
import sekisho.live.LiveConnection;
import sekisho.message.Fields;
import sekisho.testing.Await;
import sekisho.testing.SomeConnection;

/** A writer with a client that takes what it is told to, and what is heard of it. */
final class WrittenResponse implements AutoCloseable {
  static final String HEAD = "HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n";

  final SlowClient client;
  final ResponseWriter writer;
  final LiveConnection live = SomeConnection.alone();
  final List<String> heard = new ArrayList<>();
  private final List<ByteBuf> given = new ArrayList<>();

  WrittenResponse(long timeoutMillis) {
    // The deadline wheel is kept for each thread, and here every channel is a loop of its own.
    FastThreadLocal.removeAll();
    client = new SlowClient();
    writer =
        new ResponseWriter(
            client,
            live,
            Deadlines.of(client.eventLoop()),
            timeoutMillis,
            () -> heard.add("gave up"),
            () -> heard.add("lost"));
  }

  void head(Framing framing) {
    writer.head(200, "OK", new Fields().add("X-A", "b"), framing);
  }

  void body(String text) {
    ByteBuf piece = Unpooled.copiedBuffer(text, ISO_8859_1);
    if (piece.isReadable()) {
      given.add(piece);
    }
    writer.body(piece);
  }

  void end() {
    end(new Fields());
  }

  void end(Fields trailers) {
    writer.end(trailers, () -> heard.add("written"));
  }

  /** As much as is let wait, so that the clock runs. */
  void fill() {
    client.room = 0;
    head(Framing.LENGTH);
    while (writer.isWritable()) {
      body("x".repeat(10_000));
      client.runPendingTasks();
    }
  }

  void await(String what) {
    Await.until(
        what,
        () -> {
          client.runScheduledPendingTasks();
          return heard.contains(what);
        });
  }

  @Override
  public void close() {
    if (client.isOpen()) {
      client.take(Integer.MAX_VALUE);
    }
    client.close();
    FastThreadLocal.removeAll();
    assertThat(given).as("every buffer was released").allMatch(buffer -> buffer.refCnt() == 0);
  }
}
