package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.NotifyReceiver;

class ServiceNoticesTest {
  private static final long PID = 4711;

  @TempDir Path folder;

  @Test
  void ready_says_who_it_is_and_how() {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = notices(manager)) {
      notices.ready("listens on 0.0.0.0:443");

      assertThat(manager.next())
          .containsExactly("READY=1", "MAINPID=4711", "STATUS=listens on 0.0.0.0:443");
    }
  }

  @Test
  void an_abstract_socket_hears_the_same() {
    try (NotifyReceiver manager = NotifyReceiver.ofAbstractName("sekisho/" + UUID.randomUUID());
        ServiceNotices notices = notices(manager)) {
      notices.ready("here");

      assertThat(manager.next()).contains("READY=1", "STATUS=here");
    }
  }

  @Test
  void a_reload_says_when_it_began_by_the_clock_of_the_service_manager() {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = notices(manager)) {
      long before = System.nanoTime() / 1000;
      notices.reloading("reloads");
      long after = System.nanoTime() / 1000;

      List<String> message = manager.next();
      assertThat(message).contains("RELOADING=1", "STATUS=reloads");
      assertThat(micros("MONOTONIC_USEC", message)).isBetween(before, after);
    }
  }

  @Test
  void a_stop_asks_for_the_time_that_connections_have_and_some_more() {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = notices(manager)) {
      notices.stopping("waits", Duration.ofMinutes(10));

      List<String> message = manager.next();
      assertThat(message).contains("STOPPING=1", "STATUS=waits");
      assertThat(micros("EXTEND_TIMEOUT_USEC", message)).isBetween(600_000_000L + 1, 700_000_000L);
    }
  }

  @Test
  void a_status_is_one_line_whatever_it_is_made_of() {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = notices(manager)) {
      notices.ready("refused:\nREADY=0\u0000 line 2\n");

      assertThat(manager.next()).endsWith("STATUS=refused: READY=0 line 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vsock:2:1234", "", "relative/path"})
  void an_address_of_another_kind_is_told_nothing(String address) {
    try (ServiceNotices notices = ServiceNotices.of(Map.of("NOTIFY_SOCKET", address), PID)) {
      assertThat(NotifySocket.at(address)).isEmpty();
      notices.ready("here");
    }
  }

  @Test
  void a_service_manager_that_is_gone_harms_nobody() {
    String gone = folder.resolve("gone").toString();
    try (ServiceNotices notices = ServiceNotices.of(Map.of("NOTIFY_SOCKET", gone), PID)) {
      notices.ready("here");
      notices.stopping("gone", Duration.ZERO);
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void signs_of_life_come_as_long_as_the_loops_answer() {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = watched(manager, "20000", "4711")) {
      notices.watch(() -> CompletableFuture.completedFuture(null));

      assertThat(manager.next()).containsExactly("WATCHDOG=1");
      assertThat(manager.next()).containsExactly("WATCHDOG=1");
    }
  }

  @ParameterizedTest
  @CsvSource({"20000, 4712", "0, 4711", "'', 4711", "never, 4711", "-1, 4711"})
  void no_sign_of_life_is_given_to_whom_does_not_wait_for_one(String micros, String whose) {
    try (NotifyReceiver manager = NotifyReceiver.in(folder);
        ServiceNotices notices = watched(manager, micros, whose)) {
      notices.watch(() -> {
        throw new AssertionError("asked the loops");
      });
      notices.ready("here");

      assertThat(notices.isWatched()).isFalse();
      assertThat(manager.next()).contains("READY=1");
    }
  }

  private static ServiceNotices notices(NotifyReceiver manager) {
    return ServiceNotices.of(Map.of("NOTIFY_SOCKET", manager.variable()), PID);
  }

  private static ServiceNotices watched(NotifyReceiver manager, String micros, String whose) {
    return ServiceNotices.of(
        Map.of("NOTIFY_SOCKET", manager.variable(), "WATCHDOG_USEC", micros, "WATCHDOG_PID", whose),
        PID);
  }

  private static long micros(String name, List<String> message) {
    return message.stream()
        .filter(assignment -> assignment.startsWith(name + "="))
        .map(assignment -> Long.parseLong(assignment.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
