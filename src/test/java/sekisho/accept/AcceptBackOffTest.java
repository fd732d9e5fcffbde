package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.ListenAddress;
import sekisho.testing.LogLines;

class AcceptBackOffTest {

  private static final int PAUSE_MILLIS = 200;

  private final Meters meters = new Meters();
  private final LogLines lines = LogLines.of(AcceptBackOff.class);
  private final Capacity capacity = new Capacity(3);
  private long nanos = -TimeUnit.SECONDS.toNanos(30);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new AcceptBackOff(
              new ListenAddress(InetAddress.ofLiteral("192.0.2.1"), 443),
              capacity,
              meters,
              () -> nanos));

  @BeforeEach
  void begin() {
    channel.freezeTime();
    open(channel);
  }

  private static void open(EmbeddedChannel channel) {
    channel
        .pipeline()
        .get(AcceptBackOff.class)
        .open(channel.pipeline().context(AcceptBackOff.class));
  }

  @AfterEach
  void end() {
    lines.close();
    channel.close();
  }

  @Test
  void a_failed_accept_pauses_and_goes_on_by_itself() {
    fail();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(meters.errors(Reason.ACCEPT_FAILED)).isOne();

    pass(PAUSE_MILLIS - 1);
    assertThat(channel.config().isAutoRead()).isFalse();
    pass(1);

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void failures_while_it_pauses_do_not_prolong_the_pause_and_are_counted() {
    fail();
    pass(PAUSE_MILLIS / 2);
    fail();
    fail();

    pass(PAUSE_MILLIS / 2);

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(meters.errors(Reason.ACCEPT_FAILED)).isEqualTo(3);
  }

  @Test
  void a_failure_while_it_pauses_does_not_shorten_the_next_pause() {
    fail();
    pass(PAUSE_MILLIS - 50);
    fail();
    pass(50);
    assertThat(channel.config().isAutoRead()).isTrue();
    fail();

    pass(PAUSE_MILLIS - 1);

    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void it_pauses_again_as_often_as_it_has_to() {
    for (int i = 0; i < 5; i++) {
      fail();
      assertThat(channel.config().isAutoRead()).isFalse();
      pass(PAUSE_MILLIS);
      assertThat(channel.config().isAutoRead()).isTrue();
    }
  }

  @Test
  void the_log_hears_of_it_once_a_minute_and_how_often_it_was_since() {
    for (int i = 0; i < 300; i++) {
      fail();
      pass(PAUSE_MILLIS);
    }
    assertThat(lines.texts())
        .containsExactly(
            "accept_failed: accept on 192.0.2.1:443 failed, retrying every 200 ms: Too many open files"
                + " (0 failures since the last line)");

    fail();

    assertThat(lines.texts()).hasSize(2);
    assertThat(lines.texts().getLast()).endsWith("(299 failures since the last line)");
  }

  @Test
  void it_pauses_with_the_last_connection_there_may_be_and_goes_on_when_one_ends() {
    accept();
    EmbeddedChannel second = accept();
    assertThat(channel.config().isAutoRead()).isTrue();

    accept();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(meters.errors(Reason.ACCEPT_FULL)).isOne();
    second.close();
    channel.runPendingTasks();

    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void a_listener_pauses_for_the_connections_of_another() {
    EmbeddedChannel other =
        new EmbeddedChannel(
            new AcceptBackOff(
                new ListenAddress(InetAddress.ofLiteral("::1"), 443),
                capacity,
                meters,
                () -> nanos));
    open(other);
    for (int i = 0; i < 3; i++) {
      other.writeInbound(new EmbeddedChannel());
    }
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();

    EmbeddedChannel first = other.readInbound();
    first.close();
    channel.runPendingTasks();

    assertThat(channel.config().isAutoRead()).isTrue();
    other.close();
  }

  @Test
  void descriptors_that_are_free_again_do_not_help_where_there_are_too_many_connections() {
    EmbeddedChannel first = accept();
    accept();
    fail();
    accept();
    pass(PAUSE_MILLIS);
    assertThat(channel.config().isAutoRead()).isFalse();

    fail();
    first.close();
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();
    pass(PAUSE_MILLIS);

    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void the_log_hears_once_a_minute_that_there_are_too_many_connections() {
    accept();
    accept();
    for (int i = 0; i < 100; i++) {
      accept().close();
      channel.runPendingTasks();
    }
    assertThat(lines.texts())
        .containsExactly(
            "accept_full: accept on 192.0.2.1:443 pauses: there are 3 connections, as many as max_connections"
                + " allows (0 pauses since the last line)");
    pass(60_000);

    accept();

    assertThat(lines.texts()).hasSize(2);
    assertThat(lines.texts().getLast()).endsWith("(99 pauses since the last line)");
  }

  private EmbeddedChannel accept() {
    EmbeddedChannel connection = new EmbeddedChannel();
    channel.writeInbound(connection);
    return connection;
  }

  private void fail() {
    channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
  }

  private void pass(int millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
