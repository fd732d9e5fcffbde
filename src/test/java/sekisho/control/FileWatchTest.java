package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a save: a file that is another one and rests. */
class FileWatchTest {
  @TempDir Path folder;
  private Path file;
  private final List<Path> files = new ArrayList<>();
  private final List<String> loaded = new ArrayList<>();
  private Runnable during = () -> {};
  @AutoClose private FileWatch watch;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("file"), "first");
    files.add(file);
    FileWatch.Mark asRead =
        FileWatch.Mark.of(ConfigurationSource.of(file, Map.of(), Clock.systemUTC()));
    watch = new FileWatch(asRead, () -> List.copyOf(files), this::load);
  }

  private void load() {
    loaded.add(read());
    during.run();
  }

  private String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : "nothing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path to, String text) {
    try {
      Files.writeString(to, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void looks() {
    for (int i = 0; i < 5; i++) {
      watch.look();
    }
  }

  @Test
  void a_file_that_stays_is_left_alone() {
    looks();

    assertThat(loaded).isEmpty();
  }

  @Test
  void what_was_saved_before_the_first_look_is_not_missed() {
    write(file, "while the program began");

    looks();

    assertThat(loaded).containsExactly("while the program began");
  }

  @Test
  void a_file_that_grows_between_two_looks_is_not_read_yet() {
    write(file, "hal");
    watch.look();
    write(file, "half of");
    watch.look();
    assertThat(loaded).isEmpty();

    looks();

    assertThat(loaded).containsExactly("half of");
  }

  @Test
  void another_file_in_its_place_is_a_save_also_of_the_same_length() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "secnd");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    looks();

    assertThat(loaded).containsExactly("secnd");
  }

  @Test
  void what_is_saved_while_the_save_before_it_is_loaded_is_loaded_next() {
    Path included = folder.resolve("included");
    during =
        () -> {
          during = () -> {};
          // The first one includes another file, too.
          write(included, "also");
          files.add(included);
          write(file, "third, longer");
        };
    write(file, "second");

    looks();
    looks();

    assertThat(loaded).containsExactly("second", "third, longer");
  }

  @Test
  void a_file_that_was_missing_and_comes_is_a_save() {
    Path missing = folder.resolve("missing");
    during = () -> files.add(missing);
    write(file, "second");
    looks();
    during = () -> {};

    write(missing, "here");
    looks();

    assertThat(loaded).hasSize(2);
  }
}
