package sekisho.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.hello.ClientHelloParser;
import sekisho.hello.ClientHellos;
import sekisho.testing.Await;
import sekisho.testing.LogLines;

class PrereadHandlerTest {
  private static final byte[] HELLO = ClientHellos.chromium("a.example.com");
  private static final long LONG_MILLIS = 60_000;

  /** Where a deadline that is left behind is heard of: its handler is gone when it fires. */
  @AutoClose private final LogLines faults = LogLines.of(Deadlines.class);

  private final List<ByteBuf> given = new ArrayList<>();
  private EmbeddedChannel channel;
  private RecordedVerdict next;
  private int reads;

  @BeforeEach
  @AfterEach
  void forgetDeadlines() {
    // The deadline wheel is kept for each thread, and here every channel is a loop of its own.
    FastThreadLocal.removeAll();
  }

  @AfterEach
  void end() {
    next.release();
    channel.close();
    channel.runPendingTasks();
    assertThat(channel.releaseInbound()).isFalse();
    assertThat(given).as("every buffer was released").allMatch(buffer -> buffer.refCnt() == 0);
  }

  private void begin(long timeoutMillis) {
    next = new RecordedVerdict();
    channel =
        new EmbeddedChannel(
            DefaultChannelId.newInstance(),
            false,
            false,
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext ctx) {
                reads++;
              }
            },
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel begun) {
                Deadline handshake = Deadlines.of(begun.eventLoop()).create(() -> {});
                handshake.arm(timeoutMillis);
                begun.pipeline().addLast(new PrereadHandler(next, handshake));
              }
            });
    channel.config().setAutoRead(false);
    try {
      channel.register();
    } catch (Exception e) { // What register() declares.
      throw new AssertionError("the pipeline does not begin", e);
    }
  }

  @Test
  void a_whole_hello_goes_on_with_every_byte_and_with_the_time_that_is_left() {
    begin(LONG_MILLIS);
    assertThat(reads).as("reading begins with the connection").isEqualTo(1);

    receive(HELLO);

    assertThat(next.verdicts).containsExactly("hello");
    assertThat(next.hello.serverName()).hasToString("Optional[a.example.com]");
    assertThat(next.bytes()).isEqualTo(HELLO);
    assertThat(next.handshake.isArmed()).isTrue();
    assertThat(channel.pipeline().get(PrereadHandler.class)).isNull();
    assertThat(reads).as("what is read next is not its business").isEqualTo(1);
  }

  @Test
  void a_fault_of_whoever_is_next_leaves_no_connection_behind() {
    begin(LONG_MILLIS);
    next.faulty = true;

    receive(HELLO);

    assertThat(next.verdicts).containsExactly("hello");
    assertThat(channel.isOpen()).isFalse();
    assertThat(next.handshake.isArmed()).isFalse();
    assertThatThrownBy(channel::checkException).hasMessage("a fault");
  }

  @Test
  void a_fault_at_the_end_of_the_input_leaves_none_either() {
    begin(LONG_MILLIS);
    next.faulty = true;
    receive(HELLO[0]);

    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

    assertThat(next.verdicts).containsExactly("malformed");
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(channel::checkException).hasMessage("a fault");
  }

  @Test
  void byte_by_byte_it_asks_for_more_until_the_last_one() {
    begin(LONG_MILLIS);

    for (int i = 0; i < HELLO.length; i++) {
      assertThat(next.verdicts).as("after %d bytes", i).isEmpty();
      assertThat(reads).as("asked for byte %d", i).isEqualTo(i + 1);
      receive(HELLO[i]);
    }

    assertThat(next.verdicts).containsExactly("hello");
    assertThat(next.bytes()).isEqualTo(HELLO);
  }

  @Test
  void cut_anywhere_and_in_any_records_it_is_the_same_hello() {
    Seeds.each(random -> {
      for (int round = 0; round < 200; round++) {
        byte[] records = ClientHellos.inRecordsOf(1 + random.nextInt(HELLO.length), HELLO);
        begin(LONG_MILLIS);
        for (int at = 0; at < records.length; ) {
          int end = Math.min(records.length, at + 1 + random.nextInt(records.length));
          receive(Arrays.copyOfRange(records, at, end));
          at = end;
        }

        assertThat(next.verdicts).containsExactly("hello");
        assertThat(next.hello.serverName()).hasToString("Optional[a.example.com]");
        assertThat(next.bytes()).isEqualTo(records);
        end();
        forgetDeadlines();
      }
    });
  }

  @Test
  void what_follows_the_hello_goes_with_it() {
    begin(LONG_MILLIS);
    byte[] more = Arrays.copyOf(HELLO, HELLO.length + 300);

    receive(more);

    assertThat(next.verdicts).containsExactly("hello");
    assertThat(next.bytes()).isEqualTo(more);
  }

  @Test
  void a_hello_that_was_begun_and_not_ended_in_time_is_too_slow() {
    begin(1);
    receive(Arrays.copyOf(HELLO, HELLO.length - 1));

    awaitVerdict();

    assertThat(next.verdicts).containsExactly("too slow");
    assertThat(channel.pipeline().get(PrereadHandler.class)).isNull();
  }

  @Test
  void trickling_does_not_move_the_deadline() {
    begin(300);
    long began = System.nanoTime();

    Await.until(
        "a verdict",
        () -> {
          if (next.verdicts.isEmpty()) {
            // One byte after the other: a hello that is never idle.
            receive(HELLO[Math.min(given.size(), HELLO.length - 2)]);
            channel.runScheduledPendingTasks();
          }
          return !next.verdicts.isEmpty();
        });

    assertThat(next.verdicts).containsExactly("too slow");
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void who_says_nothing_in_time_is_silent() {
    begin(1);

    awaitVerdict();

    assertThat(next.verdicts).containsExactly("silent");
  }

  @Test
  void a_first_byte_that_is_not_tls_decides_at_once_and_is_not_lost() {
    begin(LONG_MILLIS);

    receive((byte) 'G');

    assertThat(next.verdicts).containsExactly("without TLS");
    assertThat(next.bytes()).containsExactly('G');
  }

  @Test
  void without_tls_the_deadline_is_over() {
    begin(1);
    receive("GET / HTTP/1.1\r\n".getBytes(US_ASCII));

    Await.passing(Duration.ofMillis(150));
    channel.runScheduledPendingTasks();

    assertThat(next.verdicts).containsExactly("without TLS");
    assertThat(faults.texts()).isEmpty();
  }

  @Test
  void a_hello_that_does_not_end_within_the_limit_is_malformed() {
    begin(LONG_MILLIS);
    byte[] endless =
        ClientHellos.record(
            ClientHellos.handshake(1, new byte[ClientHelloParser.MAX_PREREAD_BYTES]), 4096);

    for (int at = 0; at < endless.length && next.verdicts.isEmpty(); at += 1000) {
      receive(Arrays.copyOfRange(endless, at, Math.min(endless.length, at + 1000)));
    }

    assertThat(next.verdicts).containsExactly("malformed");
    assertThat(next.first).isNull();
  }

  @Test
  void what_is_tls_and_no_hello_is_malformed() {
    begin(LONG_MILLIS);

    receive(ClientHellos.record(ClientHellos.handshake(2, new byte[40]), 4096));

    assertThat(next.verdicts).containsExactly("malformed");
  }

  @Test
  void who_leaves_before_the_first_byte_is_closed_without_a_verdict() {
    begin(LONG_MILLIS);

    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

    assertThat(channel.isOpen()).isFalse();
    assertThat(next.verdicts).isEmpty();
  }

  @Test
  void who_leaves_in_the_middle_of_a_hello_sent_a_malformed_one() {
    begin(LONG_MILLIS);
    receive(Arrays.copyOf(HELLO, 100));

    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

    assertThat(next.verdicts).containsExactly("malformed");
  }

  @Test
  void a_connection_that_breaks_is_closed_and_never_heard_of_again() {
    begin(1);
    receive(Arrays.copyOf(HELLO, 100));

    channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    Await.passing(Duration.ofMillis(150));
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(next.verdicts).isEmpty();
    assertThat(faults.texts()).isEmpty();
  }

  @Test
  void after_the_verdict_more_bytes_are_for_whoever_comes_next() {
    begin(LONG_MILLIS);
    receive((byte) 'G');

    ByteBuf more = Unpooled.copiedBuffer(new byte[] {'E', 'T'});
    channel.pipeline().fireChannelRead(more);

    ByteBuf passed = channel.readInbound();
    assertThat(passed).isSameAs(more);
    passed.release();
    assertThat(next.verdicts).containsExactly("without TLS");
  }

  private void receive(byte... bytes) {
    ByteBuf buffer = channel.alloc().buffer(bytes.length).writeBytes(bytes);
    given.add(buffer);
    channel.pipeline().fireChannelRead(buffer);
    channel.pipeline().fireChannelReadComplete();
  }

  private void awaitVerdict() {
    Await.until(
        "a verdict",
        () -> {
          channel.runScheduledPendingTasks();
          return !next.verdicts.isEmpty();
        });
  }
}
