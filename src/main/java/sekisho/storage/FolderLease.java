package sekisho.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a folder: a lock of the kernel on its file {@code .lock}, which ends with
 * its process. Whoever takes it removes what somebody who died was writing.
 */
final class FolderLease implements Storage.Lease {
  /** Whoever puts the storage into a folder of other things must not lose any of them. */
  static final String UNFINISHED = ".sekisho-unfinished";

  private static final String LOCK = ".lock";

  /** Deeper than any key. */
  private static final int MAX_DEPTH = 5;

  /**
   * The folders this process has a lease of. The kernel's locks are the process's: a second one
   * would be granted, and closing its file would end the first (fcntl(2)).
   */
  private static final Set<Path> LEASED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLease(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder without links in its path
   * @return empty: somebody else has it
   */
  static Optional<Storage.Lease> take(Path folder) throws IOException {
    if (!LEASED.add(folder)) {
      return Optional.empty();
    }
    FileChannel locked = null;
    boolean ready = false;
    try {
      locked = lock(folder);
      if (locked == null) {
        return Optional.empty();
      }
      removeUnfinished(folder);
      ready = true;
      return Optional.of(new FolderLease(folder, locked));
    } finally {
      if (!ready) {
        if (locked != null) {
          locked.close();
        }
        LEASED.remove(folder);
      }
    }
  }

  private static @Nullable FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            FolderStorage.FILE_MODE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock == null ? null : channel;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  /** What cannot be looked into was never ours. */
  private static void removeUnfinished(Path root) throws IOException {
    Files.walkFileTree(
        root,
        Set.of(),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && file.toString().endsWith(UNFINISHED)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The kernel has let go of it all the same.
    } finally {
      LEASED.remove(folder);
    }
  }
}
