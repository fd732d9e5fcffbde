package sekisho.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Storage} in a folder: a file for each value, readable as it is.
 *
 * <p>Folders have mode 0700 and files 0600. A value is written to a file of its own beside its
 * place, forced to the disk, renamed, and the folder forced: whoever dies on the way leaves a file
 * {@code .*.sekisho-unfinished}, which the next {@link Lease} removes. The lease is a lock of the
 * kernel on the file {@code .lock}, so it ends with its process. Works on local file systems and on
 * NFS with locks.
 */
public final class FolderStorage implements Storage {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String LOCK = ".lock";

  /** Whoever puts the storage into a folder of other things must not lose any of them. */
  private static final String UNFINISHED = ".sekisho-unfinished";

  /** Deeper than any key. */
  private static final int MAX_DEPTH = 5;

  private static final String VERSION = "unix:dev,ino,size,lastModifiedTime,ctime";

  /** Larger than any value that is kept, and no danger to the heap. */
  private static final int MAX_VALUE_BYTES = 4 * 1024 * 1024;

  /**
   * The folders this process has a lease of. The kernel's locks are the process's: a second one
   * would be granted, and closing its file would end the first (fcntl(2)).
   */
  private static final Set<Path> LEASED = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param root need not exist; made when something is written
   */
  public FolderStorage(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public Optional<byte[]> load(StorageKey key) throws IOException {
    Path file = path(key);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would be waited for without end.
      throw new IOException(file + " is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > MAX_VALUE_BYTES) {
        throw new IOException(file + " is larger than " + MAX_VALUE_BYTES + " bytes");
      }
      ByteBuffer value = ByteBuffer.allocate((int) channel.size());
      while (value.hasRemaining() && channel.read(value) >= 0) {
        // Reads on.
      }
      return Optional.of(value.array());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw explained(file, e);
    }
  }

  @Override
  public void store(StorageKey key, byte[] value) throws IOException {
    Path file = path(key);
    if (value.length > MAX_VALUE_BYTES) {
      throw new IOException(file + " would be larger than " + MAX_VALUE_BYTES + " bytes");
    }
    try {
      replace(file, value);
    } catch (IOException e) {
      throw explained(file, e);
    }
  }

  private void replace(Path file, byte[] value) throws IOException {
    Path folder = parent(file);
    makeFolder(folder);
    Path fresh = folder.resolve("." + randomHex() + UNFINISHED);
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE)) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    force(folder);
  }

  @Override
  public void delete(StorageKey key) throws IOException {
    Path file = path(key);
    if (Files.deleteIfExists(file)) {
      force(parent(file));
    }
  }

  @Override
  public List<StorageKey> list(StorageKey folder) throws IOException {
    List<StorageKey> keys = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (StorageKey.isSegment(name)) {
          keys.add(folder.below(name));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    keys.sort(Comparator.comparing(StorageKey::name));
    return keys;
  }

  @Override
  public Optional<String> version(StorageKey key) throws IOException {
    try {
      Map<String, Object> attributes = Files.readAttributes(path(key), VERSION);
      return Optional.of(attributes.toString());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Lease> tryLease() throws IOException {
    try {
      makeFolder(root);
    } catch (IOException e) {
      throw explained(root, e);
    }
    Path real = root.toRealPath();
    if (!LEASED.add(real)) {
      return Optional.empty();
    }
    Lease lease = null;
    boolean ready = false;
    try {
      lease = lock(real);
      if (lease != null) {
        removeUnfinished(real);
        ready = true;
      }
      return Optional.ofNullable(lease);
    } finally {
      if (lease != null && !ready) {
        lease.close();
      } else if (lease == null) {
        LEASED.remove(real);
      }
    }
  }

  private static @Nullable Lease lock(Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(
            real.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            FILE_MODE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new Held(real, channel);
  }

  private record Held(Path real, FileChannel channel) implements Lease {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // The kernel has let go of it all the same.
      } finally {
        LEASED.remove(real);
      }
    }
  }

  /** What somebody who died was writing. What cannot be looked into was never ours. */
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
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = parent(folder);
    makeFolder(above);
    try {
      Files.createDirectory(folder, FOLDER_MODE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    force(above);
  }

  /** A rename or a new entry is on the disk when its folder is (fsync(2)). */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The JDK says where, or why, and seldom both. */
  private static IOException explained(Path file, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "does not exist";
          case FileAlreadyExistsException _ -> "is there already";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> e.getMessage();
        };
    String where =
        e instanceof FileSystemException f ? String.valueOf(f.getFile()) : file.toString();
    return new IOException(where + ": " + reason, e);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private String randomHex() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The file of a value; for messages and for programs that read it. */
  public Path path(StorageKey key) {
    return root.resolve(key.toString());
  }

  @Override
  public String location() {
    return root.toString();
  }
}
