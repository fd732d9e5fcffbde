package sekisho.control;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reloads when the configuration file, or one that it includes, is another one: {@code --watch}.
 *
 * <p>It asks for the files instead of being told of their folder: that works through links, over
 * NFS and with editors that put another file in the place of the old one. A change counts once the
 * files have rested between two looks, so that nobody's half of a file is read. Has a thread of its
 * own, once it is started.
 */
public final class FileWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FileWatch.class);

  /** A save is in force before its author has changed windows. */
  private static final long INTERVAL_MILLIS = 250;

  private final Supplier<List<Path>> files;
  private final Runnable reload;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("file-watch").factory());

  /** As they were at the last look, and as they were when they were loaded. */
  private @Nullable List<FileStamp> seen;

  private @Nullable List<FileStamp> taken;

  /**
   * @param files to look at; asked again after each reload
   * @param reload what to do
   */
  FileWatch(Supplier<List<Path>> files, Runnable reload) {
    this.files = files;
    this.reload = reload;
  }

  /** Of the file that a proxy runs with, if it is one. */
  public static FileWatch of(RunningProxy proxy) {
    return new FileWatch(proxy::watchedFiles, () -> proxy.reload(ReloadTrigger.watch()));
  }

  /** Begins to look. */
  public void start() {
    taken = FileStamp.of(files.get());
    seen = taken;
    var _ =
        thread.scheduleWithFixedDelay(
            this::lookSafely, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      LOG.error("looking at the configuration file failed unexpectedly", e);
    }
  }

  /** One look. Blocking. */
  void look() {
    List<FileStamp> now = FileStamp.of(files.get());
    boolean rested = now.equals(seen);
    seen = now;
    if (rested && !now.equals(taken)) {
      reload.run();
      // It may include others now; what has changed meanwhile is seen at the next looks.
      List<FileStamp> included = FileStamp.of(files.get());
      taken = included.size() == now.size() ? now : included;
      seen = taken;
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
