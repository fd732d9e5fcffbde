package sekisho.control;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

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
  private Map<Path, FileStamp> seen;

  private Map<Path, FileStamp> taken;

  /**
   * @param asRead how the files were before they were read
   * @param files to look at; asked again after each reload
   * @param reload what to do
   */
  FileWatch(Mark asRead, Supplier<List<Path>> files, Runnable reload) {
    this.files = files;
    this.reload = reload;
    this.taken = stamps(asRead.stamps);
    this.seen = taken;
  }

  /** How a file is at some moment. */
  public static final class Mark {
    private final Map<Path, FileStamp> stamps = new HashMap<>();

    private Mark(Optional<Path> file) {
      file.ifPresent(path -> stamps.put(path, FileStamp.of(path)));
    }

    /** Of the file that is going to be read, now: what is saved from here on is not missed. */
    public static Mark of(ConfigurationSource source) {
      return new Mark(source.file());
    }
  }

  /** Of the file that a proxy runs with, if it is one. */
  public static FileWatch of(RunningProxy proxy, Mark asRead) {
    return new FileWatch(asRead, proxy::watchedFiles, () -> proxy.reload(ReloadTrigger.watch()));
  }

  /** Begins to look. */
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::lookSafely, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      // A scheduled task that throws is never run again.
      LOG.error("looking at the configuration file failed unexpectedly", e);
    }
  }

  /** One look. Blocking. */
  void look() {
    Map<Path, FileStamp> now = stamps(Map.of());
    boolean rested = now.equals(seen);
    seen = now;
    if (rested && !now.equals(taken)) {
      reload.run();
      // It may include others now. What has changed while it ran differs from this at the next
      // look.
      taken = stamps(now);
      seen = taken;
    }
  }

  /** Those of {@code known}, and of files that are not in it as they are now. */
  private Map<Path, FileStamp> stamps(Map<Path, FileStamp> known) {
    Map<Path, FileStamp> stamps = new HashMap<>();
    for (Path file : files.get()) {
      FileStamp stamp = known.get(file);
      stamps.put(file, stamp == null ? FileStamp.of(file) : stamp);
    }
    return stamps;
  }

  /** Looks no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
