package sekisho.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import sekisho.fault.FileFault;

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
  static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String VERSION = "unix:dev,ino,size,lastModifiedTime,ctime";

  /** Larger than any value that is kept, and no danger to the heap. */
  private static final int MAX_VALUE_BYTES = 4 * 1024 * 1024;

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
    Path fresh = folder.resolve("." + randomHex() + FolderLease.UNFINISHED);
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
    return FolderLease.take(root.toRealPath());
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

  /** Where, and why. */
  private static IOException explained(Path file, IOException e) {
    String where =
        e instanceof FileSystemException f ? String.valueOf(f.getFile()) : file.toString();
    return new IOException(where + ": " + FileFault.words(e), e);
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
