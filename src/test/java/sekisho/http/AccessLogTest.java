package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.journal.Journal;
import sekisho.metrics.Meters;
import sekisho.model.AccessLogSettings;
import sekisho.model.AccessLogSettings.Query;
import sekisho.model.AccessLogSettings.Target;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.LogLines;

class AccessLogTest {
  private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final Journal journal = new Journal();
  private final Meters meters = new Meters();

  @TempDir Path folder;

  @AfterEach
  void stopLoops() {
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void a_line_is_in_the_file_soon_after_it_was_added() throws Exception {
    Path file = folder.resolve("access.log");
    try (AccessLog log = AccessLog.open(to(file), meters, journal)) {
      add(log, loops.next(), "/a", 1);

      Await.until("the line is written", () -> lines(file).size() == 1);
      assertThat(lines(file).getFirst()).contains("\"path\":\"/a\"");
    }
  }

  @Test
  void lines_of_every_loop_added_just_before_the_end_are_written() throws Exception {
    Path file = folder.resolve("access.log");
    AccessLog log = AccessLog.open(to(file), meters, journal);
    for (int loop = 0; loop < 2; loop++) {
      add(log, loops.next(), "/a", 3);
    }

    log.close();

    assertThat(lines(file)).hasSize(6);
    assertThat(meters.droppedLogLines()).isZero();
  }

  @Test
  void a_file_is_appended_to() throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), "before\n");
    AccessLog log = AccessLog.open(to(file), meters, journal);
    add(log, loops.next(), "/a", 1);

    log.close();

    assertThat(lines(file)).hasSize(2).startsWith("before");
  }

  @Test
  void lines_of_one_loop_keep_their_order_over_many_blocks() throws Exception {
    Path file = folder.resolve("access.log");
    AccessLog log = AccessLog.open(to(file), meters, journal);
    EventLoop loop = loops.next();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      add(log, loop, "/" + i, 1);
      expected.add("/" + i);
    }

    log.close();

    assertThat(lines(file)).hasSize(2_000);
    assertThat(lines(file).stream().map(l -> l.replaceFirst(".*\"path\":\"([^\"]*)\".*", "$1")))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void a_file_that_cannot_be_opened_is_told_at_once() {
    assertThatThrownBy(() -> AccessLog.open(to(folder.resolve("no/such/folder")), meters, journal))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_blocked_reader_blocks_nobody_and_what_it_misses_is_counted() throws Exception {
    Path fifo = folder.resolve("fifo");
    Command.run("mkfifo", fifo.toString()).mustSucceed();
    try (ExecutorService opener = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader = opener.submit(() -> Files.newInputStream(fifo));
      AccessLog log = AccessLog.open(to(fifo), meters, journal);
      InputStream unread = reader.get();
      int added = 0;
      while (meters.droppedLogLines() == 0) {
        // Returns only when the loop has added them all: nothing there waits for the reader.
        add(log, loops.next(), "/" + "x".repeat(2_000), 1_000);
        added += 1_000;
      }
      assertThat(added).as("lines for more memory than the log may use").isLessThan(20_000);

      // The reader reads on, and nothing but what was counted is missing.
      var read = opener.submit(() -> count(unread));
      log.close();

      assertThat(read.get() + meters.droppedLogLines()).isEqualTo(added);
    }
  }

  @Test
  void a_pipe_that_nobody_reads_yet_is_no_reason_to_wait() throws Exception {
    Path fifo = folder.resolve("fifo");
    Command.run("mkfifo", fifo.toString()).mustSucceed();
    AccessLog log =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> AccessLog.open(to(fifo), meters, journal));
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      add(log, loops.next(), "/early", 1);
      var first = reader.submit(() -> firstLine(fifo));

      assertThat(first.get()).contains("\"path\":\"/early\"");
      log.close();
    }
  }

  private static String firstLine(Path fifo) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(fifo)) {
      return in.readLine();
    }
  }

  @Test
  void a_full_disk_is_complained_of_once_and_every_line_is_counted() throws Exception {
    try (LogLines complaints = LogLines.of(AccessLog.class)) {
      AccessLog log = AccessLog.open(to(Path.of("/dev/full")), meters, journal);
      for (int i = 0; i < 3; i++) {
        add(log, loops.next(), "/" + "x".repeat(2_000), 100);
      }

      log.close();

      assertThat(meters.droppedLogLines()).isEqualTo(300);
      assertThat(complaints.texts()).hasSize(1);
      assertThat(complaints.texts().getFirst()).contains("access_log_dropped_lines_total");
    }
  }

  private static long count(InputStream in) throws IOException {
    try (in) {
      long lines = 0;
      byte[] buffer = new byte[64 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return lines;
    }
  }

  @Test
  void a_log_that_is_off_does_nothing() throws Exception {
    AccessLog log =
        AccessLog.open(new AccessLogSettings(new Target.Off(), Query.REDACT), meters, journal);
    add(log, loops.next(), "/" + "x".repeat(2_000), 10_000);

    log.close();

    assertThat(meters.droppedLogLines()).isZero();
  }

  private static void add(AccessLog log, EventLoop loop, String path, int times) {
    loop.submit(
            () -> {
              for (int i = 0; i < times; i++) {
                log.add(entry(path), loop);
              }
            })
        .syncUninterruptibly();
  }

  private static AccessLogSettings to(Path file) {
    return new AccessLogSettings(new Target.File(file), Query.REDACT);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AccessEntry entry(String path) {
    return new AccessEntry(
        0,
        "::1",
        "GET",
        "a",
        path,
        null,
        "HTTP/1.1",
        200,
        null,
        null,
        false,
        null,
        0,
        0,
        0,
        0,
        null,
        "id",
        null,
        Requests.CLIENT);
  }
}
