package sekisho.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStorageTest {
  private static final StorageKey KEY = StorageKey.of("authority", "a.example", "state.json");

  @TempDir Path folder;
  private Path root;
  private FolderStorage storage;

  @BeforeEach
  void begin() {
    root = folder.resolve("acme");
    storage = new FolderStorage(root);
  }

  @Test
  void what_was_stored_is_loaded_by_whoever_opens_the_folder() throws IOException {
    storage.store(KEY, bytes("one"));
    storage.store(KEY, bytes("two"));

    assertThat(new FolderStorage(root).load(KEY)).contains(bytes("two"));
    assertThat(root.resolve("authority/a.example/state.json")).hasContent("two");
  }

  @Test
  void what_was_never_stored_or_deleted_is_absent() throws IOException {
    assertThat(storage.load(KEY)).isEmpty();
    assertThat(storage.version(KEY)).isEmpty();
    assertThat(storage.list(StorageKey.of("authority"))).isEmpty();

    storage.store(KEY, bytes("one"));
    storage.delete(KEY);
    storage.delete(KEY);

    assertThat(storage.load(KEY)).isEmpty();
  }

  @Test
  void nobody_else_can_read_anything() throws IOException {
    storage.store(KEY, bytes("secret"));

    assertThat(mode(root)).isEqualTo("rwx------");
    assertThat(mode(root.resolve("authority"))).isEqualTo("rwx------");
    assertThat(mode(storage.path(KEY))).isEqualTo("rw-------");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void a_version_changes_with_every_value_and_without_one_never() throws IOException {
    storage.store(KEY, bytes("one"));
    Optional<String> first = storage.version(KEY);

    assertThat(storage.version(KEY)).isEqualTo(first);
    storage.store(KEY, bytes("two"));

    assertThat(storage.version(KEY)).isNotEqualTo(first);
  }

  @Test
  void a_folder_lists_what_is_in_it_in_order() throws IOException {
    storage.store(StorageKey.of("authority", "b", "x"), bytes("1"));
    storage.store(StorageKey.of("authority", "a", "x"), bytes("1"));
    storage.store(StorageKey.of("authority", "::1"), bytes("1"));

    assertThat(storage.list(StorageKey.of("authority")))
        .extracting(StorageKey::name)
        .containsExactly("::1", "a", "b");
  }

  @Test
  void one_has_the_lease_and_when_it_is_given_back_another_one() throws IOException {
    FolderStorage other = new FolderStorage(root);
    try (Storage.Lease lease = storage.tryLease().orElseThrow()) {
      assertThat(lease).isNotNull();
      assertThat(other.tryLease()).isEmpty();
      assertThat(storage.tryLease()).isEmpty();
    }

    Storage.Lease taken = other.tryLease().orElseThrow();
    assertThat(storage.tryLease()).isEmpty();
    taken.close();
  }

  @Test
  void a_lease_is_refused_to_another_process_and_free_when_its_holder_is_killed() throws Exception {
    Process holder = LeaseProgram.start(root);
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("held");
      assertThat(storage.tryLease()).isEmpty();
    } finally {
      holder.destroyForcibly().waitFor();
    }

    try (Storage.Lease lease = storage.tryLease().orElseThrow()) {
      assertThat(lease).isNotNull();
    }
  }

  @Test
  void a_lease_removes_what_the_dead_have_left_and_nothing_else() throws IOException {
    storage.store(KEY, bytes("one"));
    Path left = storage.path(KEY).resolveSibling(".0123.sekisho-unfinished");
    Files.writeString(left, "half");
    Path foreign = Files.writeString(root.resolve(".bashrc"), "somebody's");

    try (Storage.Lease lease = storage.tryLease().orElseThrow()) {
      assertThat(lease).isNotNull();
    }

    assertThat(left).doesNotExist();
    assertThat(foreign).exists();
    assertThat(storage.load(KEY)).contains(bytes("one"));
  }

  @Test
  void whoever_is_killed_while_storing_leaves_one_value_or_the_other() throws Exception {
    storage.store(KEY, bytes("0".repeat(LeaseProgram.LENGTH)));
    for (int i = 0; i < 5; i++) {
      Process writer = LeaseProgram.startWriting(root, KEY);
      assertThat(writer.inputReader(UTF_8).readLine()).isEqualTo("writing");
      writer.inputReader(UTF_8).readLine();
      writer.destroyForcibly().waitFor();

      String value = new String(storage.load(KEY).orElseThrow(), UTF_8);
      assertThat(value)
          .hasSize(LeaseProgram.LENGTH)
          .isEqualTo(value.substring(0, 1).repeat(LeaseProgram.LENGTH));
    }
  }

  @Test
  void a_failure_says_where_and_changes_nothing() throws IOException {
    storage.store(StorageKey.of("authority"), bytes("a file where a folder must be"));

    assertThatThrownBy(() -> storage.store(KEY, bytes("x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority");
    assertThat(files()).isEqualTo(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
