package sekisho.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * setpriority(2) of the C library: Linux knows a niceness for each thread, which Java's own
 * priorities do not set for users other than root.
 */
public final class Niceness {
  private static final int PRIO_PROCESS = 0;

  /** Of the caller, which for Linux is the thread. */
  private static final int SELF = 0;

  /** As {@link ProcLine#ofStat} counts them. */
  private static final int NICE = 19 - 3;

  private static final int MOST = 19;

  private static final ProcFiles PROGRAM = new ProcFiles(Path.of("/proc/self"));

  /** As it was started: later there may be no descriptor left to read it with. */
  private static final int OF_PROGRAM = of(PROGRAM);

  /** As HotSpot's names begin; how they go on is cut, and not by every version alike. */
  private static final List<String> COMPILERS = List.of("C1 Comp", "C2 Comp");

  private Niceness() {}

  /** Linked when it is first asked for. */
  private static final class Linked {
    /** Empty where there is no such call. */
    static final Optional<MethodHandle> CALL =
        CLibrary.function(
            "setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  }

  /**
   * Lets others go before the calling thread, from now on and for good: the way back takes a
   * privilege.
   *
   * @param more than the program as a whole, which an operator may have started with a niceness of
   *     its own; 19 in all is the most that there is
   * @return whether it is so; where it is forbidden the thread goes on as it was
   */
  public static boolean ofThisThread(int more) {
    int nice = increased(more);
    return Linked.CALL.filter(call -> isDone(call, SELF, nice)).isPresent();
  }

  /**
   * Lets all other threads go before those that compile for the JVM, now and later: they start each
   * other, and a thread is as nice as the one that started it. Where there are none, or it is
   * forbidden, everything goes on as it was.
   *
   * @param more as for {@link #ofThisThread}
   * @return how many there were
   */
  public static int ofCompilers(int more) {
    int nice = increased(more);
    int all = 0;
    int done;
    // Until a look finds none: they start each other meanwhile.
    do {
      done = 0;
      for (int thread : compilersBelow(nice)) {
        if (Linked.CALL.filter(call -> isDone(call, thread, nice)).isPresent()) {
          done++;
        }
      }
      all += done;
    } while (done > 0);
    return all;
  }

  /**
   * Makes daemon threads that let others go before them, and what they start as well.
   *
   * @param more as for {@link #ofThisThread}
   */
  public static ThreadFactory threads(String name, int more) {
    ThreadFactory usual = Thread.ofPlatform().daemon().name(name).factory();
    return task ->
        usual.newThread(() -> {
          try {
            var _ = ofThisThread(more);
          } finally {
            // Somebody waits for it.
            task.run();
          }
        });
  }

  private static int increased(int more) {
    return Math.min(MOST, OF_PROGRAM + more);
  }

  /**
   * @return 0 where the kernel does not tell: without /proc nothing is known of threads either
   */
  private static int of(ProcFiles processOrThread) {
    String nice = ProcLine.ofStat(processOrThread.text("stat")).word(NICE);
    return nice.isEmpty() ? 0 : Integer.parseInt(nice);
  }

  private static List<Integer> compilersBelow(int nice) {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROGRAM.root().resolve("task"))) {
      for (Path thread : threads) {
        ProcFiles files = new ProcFiles(thread);
        // Empty where it has ended meanwhile.
        String name = files.text("comm");
        if (COMPILERS.stream().anyMatch(name::startsWith) && of(files) < nice) {
          found.add(Integer.valueOf(thread.getFileName().toString()));
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Where there is no such folder all stay as they are.
    }
    return found;
  }

  private static boolean isDone(MethodHandle setpriority, int thread, int nice) {
    try {
      return (int) setpriority.invokeExact(PRIO_PROCESS, thread, nice) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C throws nothing", e);
    }
  }
}
