package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.LogLines;

/** Two files that belong together where they say the same; half a word is not taken. */
class WatchedFilesTest {
  @TempDir Path folder;
  @AutoClose private final LogLines lines = LogLines.of(WatchedFiles.class);

  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private Path one;
  private Path two;
  private int loads;
  private WatchedFiles<String> files;

  @BeforeEach
  void begin() throws IOException {
    one = Files.writeString(folder.resolve("one"), "first");
    two = Files.writeString(folder.resolve("two"), "first");
    watch();
  }

  private void watch() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    files = new WatchedFiles<>(List.of(one, two), this::load, "first", clock);
  }

  private String load() throws RefusedFiles {
    loads++;
    try {
      String text = Files.readString(one);
      if (!text.equals(Files.readString(two))) {
        throw new RefusedFiles("they differ: " + text);
      }
      return text;
    } catch (IOException e) {
      throw new RefusedFiles("gone", e);
    }
  }

  @Test
  void files_that_rest_are_read_once_and_never_again() {
    for (int i = 0; i < 10; i++) {
      assertThat(files.look()).isFalse();
    }

    assertThat(loads).isEqualTo(1);
    assertThat(files.current()).isEqualTo("first");
  }

  @Test
  void a_change_is_taken_when_both_have_rested_between_two_looks() throws IOException {
    rest();
    write(one, "second");
    assertThat(files.look()).isFalse();
    write(two, "second");
    assertThat(files.look()).isFalse();
    assertThat(loads).as("nothing was read of files that were being written").isEqualTo(1);

    assertThat(files.look()).isTrue();

    assertThat(files.current()).isEqualTo("second");
    assertThat(files.look()).isFalse();
  }

  @Test
  void a_change_between_the_start_and_the_first_look_is_taken_too() throws IOException {
    write(one, "second");
    write(two, "second");

    assertThat(changedIn(2)).isTrue();

    assertThat(files.current()).isEqualTo("second");
  }

  @Test
  void files_that_do_not_fit_are_tried_again_in_silence_for_a_minute() throws IOException {
    rest();
    write(one, "second");
    lookFor(WatchedFiles.PATIENCE.minusSeconds(1));
    assertThat(lines.texts()).isEmpty();
    assertThat(files.current()).isEqualTo("first");
    write(two, "second");

    assertThat(changedIn(2)).isTrue();

    assertThat(files.current()).isEqualTo("second");
    assertThat(lines.texts()).isEmpty();
  }

  @Test
  void what_stays_wrong_is_said_once_for_each_thing_that_is_wrong() throws IOException {
    rest();
    write(one, "second");
    lookFor(Duration.ofMinutes(10));
    assertThat(lines.texts())
        .containsExactly("they differ: second; what was there before stays in use");

    write(one, "third");
    lookFor(Duration.ofMinutes(10));

    assertThat(lines.texts()).hasSize(2).last().asString().startsWith("they differ: third;");
    assertThat(files.current()).isEqualTo("first");
  }

  @Test
  void after_a_good_change_the_next_mistake_has_its_minute_again() throws IOException {
    rest();
    write(one, "second");
    lookFor(Duration.ofMinutes(2));
    write(two, "second");
    lookFor(Duration.ofSeconds(5));
    assertThat(files.current()).isEqualTo("second");
    int before = lines.texts().size();

    write(one, "third");
    lookFor(WatchedFiles.PATIENCE.minusSeconds(5));

    assertThat(lines.texts()).hasSize(before);
  }

  @Test
  void a_touch_changes_nothing() throws IOException {
    rest();
    Files.setLastModifiedTime(one, FileTime.from(now));

    assertThat(changedIn(3)).isFalse();
    assertThat(loads).as("it was read to see that").isEqualTo(2);
  }

  @Test
  void a_file_of_the_same_size_and_date_in_its_place_is_noticed() throws IOException {
    rest();
    for (Path file : List.of(one, two)) {
      Path other = Files.writeString(folder.resolve("other"), "fired");
      Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    assertThat(changedIn(2)).isTrue();

    assertThat(files.current()).isEqualTo("fired");
  }

  @Test
  void a_link_that_points_elsewhere_is_noticed() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    for (String name : List.of("one", "two")) {
      Files.move(folder.resolve(name), archive.resolve(name + "1"));
      Files.writeString(archive.resolve(name + "2"), "second");
      Files.createSymbolicLink(folder.resolve(name), Path.of("archive", name + "1"));
    }
    watch();
    rest();

    for (String name : List.of("one", "two")) {
      Path link = Files.createSymbolicLink(folder.resolve("new"), Path.of("archive", name + "2"));
      Files.move(link, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    assertThat(changedIn(2)).isTrue();
    assertThat(files.current()).isEqualTo("second");
  }

  @Test
  void files_that_are_gone_for_a_moment_are_no_mistake() throws IOException {
    rest();
    Files.delete(one);
    lookFor(Duration.ofSeconds(30));
    write(one, "first");
    lookFor(Duration.ofSeconds(30));

    assertThat(files.current()).isEqualTo("first");
    assertThat(lines.texts()).isEmpty();
  }

  private boolean changedIn(int looks) {
    return IntStream.range(0, looks).filter(_ -> files.look()).count() == 1;
  }

  private void rest() {
    assertThat(changedIn(2)).isFalse();
  }

  private void lookFor(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      files.look();
      now = now.plusSeconds(1);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
