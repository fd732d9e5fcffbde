package sekisho.control;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket as a file. */
class SocketFileTest {
  @TempDir Path folder;

  @Test
  void it_is_for_its_user_alone_and_nothing_else_stays_in_the_folder() throws Exception {
    try (SocketFile file = SocketFile.claim(path())) {
      assertThat(Files.getPosixFilePermissions(path(), NOFOLLOW_LINKS))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(file.owner()).isEqualTo(Files.getOwner(path()));
      assertThat(names()).containsExactly("s.sock");
    }
  }

  @Test
  void it_is_gone_when_closed() throws Exception {
    SocketFile.claim(path()).close();

    assertThat(names()).isEmpty();
  }

  @Test
  void what_a_dead_process_has_left_is_replaced() throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path()));
    }
    assertThat(names()).containsExactly("s.sock");

    try (SocketFile _ = SocketFile.claim(path())) {
      try (LineChannel client = ControlFixture.connect(path())) {
        assertThat(client).isNotNull();
      }
      assertThat(names()).containsExactly("s.sock");
    }
  }

  @Test
  void that_of_a_living_process_is_left_alone() throws Exception {
    try (SocketFile first = SocketFile.claim(path())) {
      Object before = key();

      assertThatThrownBy(() -> SocketFile.claim(path()))
          .isInstanceOf(SocketUnavailable.class)
          .hasMessage("another process listens at " + path());

      assertThat(key()).isEqualTo(before);
      assertThat(first.server().isOpen()).isTrue();
      assertThat(names()).containsExactly("s.sock");
    }
  }

  @Test
  void that_of_a_living_process_is_left_alone_though_it_accepts_nobody_and_its_queue_is_full()
      throws Exception {
    try (ServerSocketChannel living = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      living.bind(UnixDomainSocketAddress.of(path()), 1);
      try (LineChannel _ = ControlFixture.connect(path());
          LineChannel _ = ControlFixture.connect(path())) {
        assertThatThrownBy(() -> SocketFile.claim(path()))
            .isInstanceOf(SocketUnavailable.class)
            .hasMessageStartingWith(
                path() + " is there already, and may be that of another process: ");
        assertThat(path()).exists();
      }
    }
  }

  @Test
  void of_many_that_begin_at_once_one_gets_it() throws Exception {
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<Optional<SocketFile>> claim =
        () -> {
          together.await();
          try {
            return Optional.of(SocketFile.claim(path()));
          } catch (SocketUnavailable e) {
            return Optional.empty();
          }
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<SocketFile> claimed = new ArrayList<>();
      for (Future<Optional<SocketFile>> each : pool.invokeAll(nCopies(threads, claim))) {
        each.get().ifPresent(claimed::add);
      }

      assertThat(claimed).hasSize(1);
      assertThat(names()).containsExactly("s.sock");
      claimed.getFirst().close();
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void what_is_no_socket_is_left_alone() throws IOException {
    Files.writeString(path(), "somebody's");

    assertThatThrownBy(() -> SocketFile.claim(path())).hasMessageContaining("is no socket");

    assertThat(path()).hasContent("somebody's");
  }

  @Test
  void a_link_is_left_alone() throws IOException {
    Files.createSymbolicLink(path(), folder.resolve("elsewhere"));

    assertThatThrownBy(() -> SocketFile.claim(path())).hasMessageContaining("is no socket");

    assertThat(path()).isSymbolicLink();
  }

  @Test
  void a_folder_that_is_missing_is_said() {
    Path none = folder.resolve("none/s.sock");

    assertThatThrownBy(() -> SocketFile.claim(none))
        .hasMessage(none + " cannot be made: no such file or folder");
  }

  @Test
  void a_folder_that_cannot_be_written_is_said() {
    // Nobody can make files there, root included.
    Path proc = Path.of("/proc/s.sock");

    assertThatThrownBy(() -> SocketFile.claim(proc))
        .hasMessageStartingWith("/proc/s.sock cannot be made: ");
  }

  @Test
  void a_path_that_is_too_long_is_said_before_anything_is_made() throws IOException {
    Path deep = Files.createDirectory(folder.resolve("d".repeat(107)));

    assertThatThrownBy(() -> SocketFile.claim(deep.resolve("s.sock")))
        .hasMessageContaining("107 bytes")
        .hasMessageContaining("RUNTIME_DIRECTORY");

    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void a_socket_that_has_taken_its_name_meanwhile_is_not_removed() throws Exception {
    try (SocketFile first = SocketFile.claim(path())) {
      Files.delete(path());
      try (SocketFile second = SocketFile.claim(path())) {
        first.close();

        assertThat(names()).containsExactly("s.sock");
        assertThat(second.server().isOpen()).isTrue();
      }
    }
  }

  private Path path() {
    return folder.resolve("s.sock");
  }

  private Object key() throws IOException {
    return Files.readAttributes(path(), BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
