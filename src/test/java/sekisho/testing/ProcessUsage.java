package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process uses, read from {@code /proc} (proc(5)). */
public record ProcessUsage(long pid) {
  private static final long BYTES_PER_KIB = 1024;

  // USER_HZ, which every Linux that Java runs on has fixed at 100 (time(7)).
  private static final Duration TICK = Duration.ofMillis(10);

  /** Fields of proc_pid_stat(5), as {@link #stat} counts them. */
  private static final int USER = 14 - 3;

  private static final int SYSTEM = 15 - 3;
  private static final int NICE = 19 - 3;

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

  /** The numbers of its threads of a name, which the kernel has cut to 15 bytes. */
  public List<String> threadsNamed(String name) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc("task"))) {
      for (Path thread : threads) {
        if (comm(thread).equals(name)) {
          found.add(thread.getFileName().toString());
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where it has ended meanwhile. */
  private static String comm(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /** How far its threads of such a name let others go first (sched(7)). */
  public Set<Integer> niceness(String name) {
    Set<Integer> found = new TreeSet<>();
    for (String thread : threadsNamed(name)) {
      try {
        found.add(Integer.valueOf(stat("task/" + thread + "/stat")[NICE]));
      } catch (UncheckedIOException _) {
        // It has ended meanwhile.
      }
    }
    return found;
  }

  /** User and system time so far. */
  public Duration cpuTime() {
    String[] fields = stat("stat");
    return TICK.multipliedBy(Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
  }

  /**
   * From field 3 of proc_pid_stat(5) on: the second may hold spaces, and ends with the last ')'.
   */
  private String[] stat(String file) {
    try {
      String stat = Files.readString(proc(file), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
