package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;

/**
 * File systems that do not answer, played by a query that does not return: none that hangs can be
 * mounted here.
 */
class FileSystemsTest {
  private static final FileSystem.Space SPACE = new FileSystem.Space(100, 50, 40, 1000, 900);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  @AfterEach
  void come_back() {
    answer.countDown();
  }

  @Test
  void the_others_are_given_while_one_hangs() {
    FileSystems fileSystems = new FileSystems(this::hangingBelowNfs, SHORT);

    Await.until(
        "two of three are given",
        () ->
            fileSystems
                .ask(places("/", "/nfs", "/home"))
                .equals(List.of(answering("/"), silent("/nfs"), answering("/home"))));
  }

  @Test
  void what_hangs_is_waited_for_once_and_asked_once() {
    FileSystems fileSystems = hanging();
    long begin = System.nanoTime();

    for (int i = 0; i < 100; i++) {
      assertThat(fileSystems.ask(places("/nfs"))).containsExactly(silent("/nfs"));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(100));
    assertThat(asked.get("/nfs")).hasValue(1);
    assertThat(fileSystems.hanging()).isEqualTo(1);
  }

  @Test
  void what_answers_again_is_asked_again() {
    FileSystems fileSystems = hanging();

    answer.countDown();

    Await.until("it is given", () -> fileSystems.ask(places("/nfs")).contains(answering("/nfs")));
    assertThat(asked.get("/nfs").get()).isGreaterThan(1);
  }

  @Test
  void however_many_hang_each_has_one_thread_and_the_others_have_their_turn() {
    String[] mounts =
        Stream.concat(IntStream.range(0, 20).mapToObj(i -> "/nfs" + i), Stream.of("/"))
            .toArray(String[]::new);
    FileSystems fileSystems = new FileSystems(this::hangingBelowNfs, SHORT);

    Await.until("/ is given", () -> fileSystems.ask(places(mounts)).contains(answering("/")));

    assertThat(fileSystems.hanging()).isEqualTo(20);
    assertThat(asked).hasSize(21);
    asked.remove("/");
    assertThat(asked.values()).allSatisfy(times -> assertThat(times).hasValue(1));
  }

  @Test
  void what_may_not_be_asked_has_no_space_and_does_not_hang() {
    FileSystems fileSystems = new FileSystems(_ -> Optional.empty(), LONG);

    assertThat(fileSystems.ask(places("/root"))).containsExactly(silent("/root"));
    assertThat(fileSystems.hanging()).isZero();
  }

  /** {@code /nfs} has been asked and has not answered. */
  private FileSystems hanging() {
    FileSystems fileSystems = new FileSystems(this::hangingBelowNfs, SHORT);
    Await.until(
        "it is asked",
        () -> {
          fileSystems.ask(places("/nfs"));
          return asked.containsKey("/nfs");
        });
    return fileSystems;
  }

  private Optional<FileSystem.Space> hangingBelowNfs(String path) {
    asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    if (path.startsWith("/nfs")) {
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return Optional.of(SPACE);
  }

  private static List<FileSystems.Place> places(String... mountPoints) {
    return Stream.of(mountPoints)
        .map(at -> new FileSystems.Place(new Mount(at, "ext4", "8:1"), at))
        .toList();
  }

  private static FileSystem answering(String mountPoint) {
    return new FileSystem(mountPoint, "ext4", Optional.of(SPACE));
  }

  private static FileSystem silent(String mountPoint) {
    return new FileSystem(mountPoint, "ext4", Optional.empty());
  }
}
