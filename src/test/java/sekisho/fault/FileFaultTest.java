package sekisho.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
  @TempDir Path folder;

  private static String words(ThrowingCallable call) {
    return FileFault.words(catchThrowableOfType(IOException.class, call));
  }

  @Test
  void what_the_jdk_tells_by_the_kind_of_exception_alone_is_put_into_words() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(words(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo("no such file or folder");
    assertThat(words(() -> Files.createFile(file))).isEqualTo("there is one already");
    assertThat(FileFault.words(new NotDirectoryException("file"))).isEqualTo("not a folder");
    // Nobody denies root anything.
    assertThat(FileFault.words(new AccessDeniedException("file"))).isEqualTo("permission denied");
  }

  @Test
  void the_reason_comes_without_the_file() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(words(() -> Files.readString(file.resolve("below")))).isEqualTo("Not a directory");
  }

  @Test
  void what_says_nothing_is_named_by_its_kind() {
    assertThat(FileFault.words(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileFault.words(new IOException())).isEqualTo("IOException");
  }
}
