package sekisho.system;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

/** What kernels of several years write, as it is kept in {@code src/test/resources}. */
final class Kernels {
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String OS_RELEASE = "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n";

  private Kernels() {}

  static Path folder(String name) {
    URL url = Objects.requireNonNull(Kernels.class.getResource("/sekisho/system/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A machine whose file systems tell {@code space}. */
  static Machine machine(String name, SpaceQuery space) {
    ProcFiles files = new ProcFiles(folder(name));
    return new Machine(
        "1.2.3",
        files,
        new ProcFiles(folder(name).resolve("self")),
        OS_RELEASE,
        new FileSystems(space, LONG),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
