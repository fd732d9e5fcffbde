package sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.deadline.Deadlines;
import sekisho.http.ResponseWriter.Framing;
import sekisho.message.Fields;
import sekisho.metrics.Reason;
import sekisho.testing.Await;

class ResponseWriterTest {
  private static final long LONG_MILLIS = 60_000;
  private static final long SHORT_MILLIS = 200;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n";

  private final List<String> heard = new ArrayList<>();
  private final List<ByteBuf> given = new ArrayList<>();
  private Client client;
  private ResponseWriter writer;

  /** A connection whose client takes no more bytes than it has room for. */
  private static final class Client extends EmbeddedChannel {
    private final StringBuilder taken = new StringBuilder();
    private int room = Integer.MAX_VALUE;
    private int writes;

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
      writes++;
      for (Object next = out.current(); next != null && room > 0; next = out.current()) {
        ByteBuf bytes = (ByteBuf) next;
        int length = Math.min(room, bytes.readableBytes());
        taken.append(bytes.toString(bytes.readerIndex(), length, ISO_8859_1));
        room -= length;
        out.removeBytes(length);
        if (length == 0) {
          out.remove();
        }
      }
    }

    /** All of it in one turn of the event loop. */
    void turn(Runnable action) {
      pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                  ((Runnable) message).run();
                }
              });
      writeInbound(action);
    }

    /** It takes {@code more} of what waits. */
    void take(int more) {
      room = more;
      unsafe().flush();
      runPendingTasks();
    }
  }

  @BeforeEach
  void begin() {
    // The deadline wheel is kept for each thread, and here every channel is a loop of its own.
    FastThreadLocal.removeAll();
    client = new Client();
    writer = writer(LONG_MILLIS);
  }

  private ResponseWriter writer(long timeoutMillis) {
    return new ResponseWriter(
        client,
        Deadlines.of(client.eventLoop()),
        timeoutMillis,
        () -> heard.add("gave up"),
        () -> heard.add("lost"));
  }

  @AfterEach
  void everythingWasReleased() {
    if (client.isOpen()) {
      client.take(Integer.MAX_VALUE);
    }
    client.close();
    FastThreadLocal.removeAll();
    assertThat(given).as("every buffer was released").allMatch(buffer -> buffer.refCnt() == 0);
  }

  @Test
  void head_and_body_of_one_turn_leave_in_one_write() {
    client.turn(() -> {
      head(Framing.LENGTH);
      body("Wiki");
      body("pedia");
      assertThat(client.writes).isZero();
    });

    assertThat(client.writes).isOne();
    assertThat(client.taken).hasToString(HEAD + "Wikipedia");
  }

  @Test
  void the_end_does_not_wait_for_the_turn_to_be_over() {
    head(Framing.LENGTH);
    body("Wiki");

    end();

    assertThat(client.taken).hasToString(HEAD + "Wiki");
    assertThat(heard).containsExactly("written");
  }

  @Test
  void chunks_are_framed_and_the_last_one_carries_the_trailers() {
    head(Framing.CHUNKED);
    body("Wiki");
    body("pedia in chunks.");

    writer.end(new Fields().add("X-Sum", "9"), () -> heard.add("written"));

    assertThat(client.taken)
        .hasToString(HEAD + "4\r\nWiki\r\n10\r\npedia in chunks.\r\n0\r\nX-Sum: 9\r\n\r\n");
  }

  @Test
  void an_empty_piece_is_no_last_chunk() {
    head(Framing.CHUNKED);
    body("");
    body("Wiki");
    body("");

    end();

    assertThat(client.taken).hasToString(HEAD + "4\r\nWiki\r\n0\r\n\r\n");
  }

  @Test
  void a_chunked_body_of_nothing_is_a_last_chunk_alone() {
    head(Framing.CHUNKED);

    end();

    assertThat(client.taken).hasToString(HEAD + "0\r\n\r\n");
  }

  @Test
  void a_response_after_another_begins_its_chunks_anew() {
    head(Framing.CHUNKED);
    body("a");
    end();
    head(Framing.CHUNKED);
    body("b");
    end();

    assertThat(client.taken)
        .hasToString(HEAD + "1\r\na\r\n0\r\n\r\n" + HEAD + "1\r\nb\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "UNTIL_CLOSE"})
  void other_bodies_are_their_bytes_and_nothing_ends_them(Framing framing) {
    head(framing);
    body("Wiki");

    writer.end(new Fields().add("X-Sum", "9"), () -> heard.add("written"));

    assertThat(client.taken).hasToString(HEAD + "Wiki");
  }

  @Test
  void where_there_is_no_body_none_is_written_whatever_comes() {
    head(Framing.NONE);
    body("Wiki");

    end();

    assertThat(client.taken).hasToString(HEAD);
  }

  @Test
  void an_own_answer_to_head_is_its_head_alone() {
    OwnAnswer answer = OwnAnswer.of(Reason.NO_ROUTE, "id", null);
    answer.complete(true);

    writer.answer(answer, true);
    end();

    assertThat(client.taken.toString())
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("Content-Length: " + answer.body().length() + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void it_is_written_when_the_last_byte_is_taken_and_not_before() {
    client.room = 0;
    head(Framing.LENGTH);
    body("Wiki");
    end();

    client.take(HEAD.length() + 3);
    assertThat(heard).isEmpty();
    client.take(1);

    assertThat(heard).containsExactly("written");
  }

  @Test
  void an_end_on_a_connection_that_is_gone_is_lost() {
    head(Framing.LENGTH);
    client.close();
    body("Wiki");

    end();

    assertThat(heard).containsExactly("lost");
  }

  @Test
  void an_end_that_waits_is_lost_with_its_connection() {
    client.room = 0;
    head(Framing.LENGTH);
    end();

    client.close();
    client.runPendingTasks();

    assertThat(heard).containsExactly("lost");
  }

  @Test
  void a_client_that_takes_nothing_of_the_end_is_given_up() {
    writer = writer(SHORT_MILLIS);
    client.room = 0;
    head(Framing.LENGTH);
    end();
    long began = System.nanoTime();

    await("gave up");

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT_MILLIS * 1_000_000);
    assertThat(heard).containsExactly("gave up");
  }

  @Test
  void a_client_that_takes_a_little_is_waited_for_again_and_again() {
    writer = writer(SHORT_MILLIS);
    client.room = 0;
    head(Framing.LENGTH);
    body("Wikipedia");
    end();

    for (int i = 0; i < HEAD.length() + 8; i += 5) {
      Await.passing(Duration.ofMillis(SHORT_MILLIS / 2));
      client.runScheduledPendingTasks();
      client.take(5);
    }
    client.take(100);

    assertThat(heard).containsExactly("written");
    assertThat(client.taken).hasToString(HEAD + "Wikipedia");
  }

  @Test
  void room_for_more_does_not_stop_the_clock_of_an_end_that_waits() {
    writer = writer(SHORT_MILLIS);
    client.room = 0;
    head(Framing.LENGTH);
    end();

    writer.becameWritable();

    await("gave up");
    assertThat(heard).containsExactly("gave up");
  }

  @Test
  void a_client_that_does_not_take_the_middle_of_a_body_is_given_up() {
    writer = writer(SHORT_MILLIS);
    fill();

    await("gave up");

    assertThat(heard).containsExactly("gave up");
  }

  @Test
  void once_there_is_room_again_nobody_is_given_up() {
    writer = writer(SHORT_MILLIS);
    fill();

    client.take(Integer.MAX_VALUE);
    writer.becameWritable();
    Await.passing(Duration.ofMillis(2 * SHORT_MILLIS));
    client.runScheduledPendingTasks();

    assertThat(writer.isWritable()).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void a_client_that_takes_is_not_given_up_because_more_has_come_meanwhile() {
    writer = writer(SHORT_MILLIS);
    fill();
    body("x".repeat(50_000));
    client.runPendingTasks();

    client.take(40_000);
    Await.passing(Duration.ofMillis(SHORT_MILLIS + 2 * Deadlines.TICK_MILLIS));
    client.runScheduledPendingTasks();

    assertThat(heard).isEmpty();
    await("gave up");
    assertThat(heard).as("then it takes nothing").containsExactly("gave up");
  }

  /** As much as is let wait, so that the clock runs. */
  private void fill() {
    client.room = 0;
    head(Framing.LENGTH);
    while (writer.isWritable()) {
      body("x".repeat(10_000));
      client.runPendingTasks();
    }
  }

  private void head(Framing framing) {
    writer.head(200, "OK", new Fields().add("X-A", "b"), framing);
  }

  private void body(String text) {
    ByteBuf piece = Unpooled.copiedBuffer(text, ISO_8859_1);
    if (piece.isReadable()) {
      given.add(piece);
    }
    writer.body(piece);
  }

  private void end() {
    writer.end(new Fields(), () -> heard.add("written"));
  }

  private void await(String what) {
    Await.until(
        what,
        () -> {
          client.runScheduledPendingTasks();
          return heard.contains(what);
        });
  }
}
