package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process uses, read from {@code /proc} (proc(5)). */
public record ProcessUsage(long pid) {
  private static final long BYTES_PER_KIB = 1024;

  // USER_HZ, which every Linux that Java runs on has fixed at 100 (time(7)).
  private static final Duration TICK = Duration.ofMillis(10);

  /** Memory that is in RAM now. */
  public long residentBytes() {
    try (Stream<String> status = Files.lines(proc("status"))) {
      String line = status.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long openFiles() {
    try (Stream<Path> files = Files.list(proc("fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long threads() {
    try (Stream<Path> threads = Files.list(proc("task"))) {
      return threads.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** User and system time so far. */
  public Duration cpuTime() {
    try {
      String stat = Files.readString(proc("stat"));
      // The second field may hold spaces; what follows its last parenthesis begins with field 3.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return TICK.multipliedBy(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
