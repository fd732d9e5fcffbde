package sekisho.control;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Files that belong together, and what was last made of them: looks whether they have changed, and
 * takes a change only when it is whole.
 *
 * <p>Files are not replaced together, and not at once: they are read when they rested between two
 * looks. What cannot be taken is tried again at every look, and told to the log once it has been so
 * for a minute, once for each thing that is wrong. Until then and ever after, what was last good
 * stays. For one thread.
 *
 * @param <T> what is made of them; equal when there is nothing new
 */
final class WatchedFiles<T> {
  private static final Logger LOG = Logger.getLogger(WatchedFiles.class);

  /** How long whoever replaces files may take for it before it is called a mistake. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<Path> files;
  private final Source<T> source;
  private final Clock clock;
  private T current;

  /** As they were at the last look; null before the first. */
  private @Nullable List<FileStamp> seen;

  /** As they were when {@code current} was compared with them. */
  private @Nullable List<FileStamp> taken;

  /** Since when they cannot be taken; null: they can. */
  private @Nullable Instant refusedSince;

  /** What the log was told of. */
  private @Nullable String told;

  /** Makes something of the files; blocking. */
  interface Source<T> {
    T load() throws RefusedFiles;
  }

  /**
   * @param current what was made of them before
   */
  WatchedFiles(List<Path> files, Source<T> source, T current, Clock clock) {
    this.files = List.copyOf(files);
    this.source = source;
    this.current = current;
    this.clock = clock;
  }

  T current() {
    return current;
  }

  /** Looks at the files; tells whether {@link #current} is another now. Blocking. */
  boolean look() {
    List<FileStamp> now = FileStamp.of(files);
    boolean rested = now.equals(seen);
    seen = now;
    return rested && !now.equals(taken) && take(now);
  }

  private boolean take(List<FileStamp> now) {
    Optional<T> loaded = load();
    if (loaded.isEmpty() || !now.equals(FileStamp.of(files))) {
      return false;
    }
    taken = now;
    refusedSince = null;
    told = null;
    if (loaded.get().equals(current)) {
      return false;
    }
    current = loaded.get();
    return true;
  }

  private Optional<T> load() {
    try {
      return Optional.of(source.load());
    } catch (RefusedFiles e) {
      refused(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void refused(String why) {
    Instant now = clock.instant();
    Instant since = refusedSince == null ? now : refusedSince;
    refusedSince = since;
    if (!why.equals(told) && !now.isBefore(since.plus(PATIENCE))) {
      told = why;
      LOG.errorf("%s; what was there before stays in use", why);
    }
  }
}
