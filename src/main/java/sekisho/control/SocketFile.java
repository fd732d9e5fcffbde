package sekisho.control;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import jdk.net.ExtendedSocketOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.fault.FileFault;

/**
 * A listening Unix socket and its name in the file system, which is there for its user alone from
 * the first moment, and belongs to one living process at a time.
 *
 * <p>Java cannot set the umask, and {@code bind} gives a socket the mode that the umask leaves. So
 * it is bound in a new folder that nobody else can enter, gets its mode there, and is linked to its
 * name only then. A link fails where there is a name already: of two processes that begin at once,
 * one gets it.
 */
final class SocketFile implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SocketFile.class);

  private static final String FOLDER_MODE = "rwx------";
  private static final String SOCKET_MODE = "rw-------";
  private static final String PRIVATE_NAME = "s";

  // inode(7): what kind of file a mode is of.
  private static final int KIND_MASK = 0170000;
  private static final int SOCKET_KIND = 0140000;

  private final Path path;
  private final ServerSocketChannel server;
  private final UserPrincipal owner;
  private final @Nullable Object key;

  private SocketFile(
      Path path, ServerSocketChannel server, UserPrincipal owner, @Nullable Object key) {
    this.path = path;
    this.server = server;
    this.owner = owner;
    this.key = key;
  }

  /**
   * Listens at {@code path}, absolute. What a dead process has left there is replaced; what
   * somebody listens at, and what is no socket, is left alone.
   */
  static SocketFile claim(Path path) throws SocketUnavailable {
    Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    Path privately = folder.resolve(".sock" + random).resolve(PRIVATE_NAME);
    if (SocketPath.isTooLong(path) || SocketPath.isTooLong(privately)) {
      throw new SocketUnavailable(
          path
              + " is too long a path for a Unix socket, which has "
              + SocketPath.MAX_BYTES
              + " bytes for it; RUNTIME_DIRECTORY can name a folder with a shorter one");
    }
    try {
      removeDead(path);
      return bind(path, privately);
    } catch (FileAlreadyExistsException e) {
      throw new SocketUnavailable("another process has just made " + path, e);
    } catch (IOException e) {
      throw new SocketUnavailable(path + " cannot be made: " + FileFault.words(e), e);
    }
  }

  private static void removeDead(Path path) throws IOException, SocketUnavailable {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
    if ((mode & KIND_MASK) != SOCKET_KIND) {
      throw new SocketUnavailable(path + " is there already, and is no socket");
    }
    if (isAlive(path)) {
      throw new SocketUnavailable("another process listens at " + path);
    }
    Files.deleteIfExists(path);
  }

  /** Only a refused connection says that nobody listens. */
  private static boolean isAlive(Path path) throws IOException, SocketUnavailable {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Not to wait for one who listens and does not accept.
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      throw new SocketUnavailable(
          path + " is there already, and may be that of another process: " + e.getMessage(), e);
    }
  }

  private static SocketFile bind(Path path, Path privately) throws IOException {
    Path folder = Objects.requireNonNull(privately.getParent(), "it was made with one");
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER_MODE)));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(privately));
      Files.setPosixFilePermissions(privately, PosixFilePermissions.fromString(SOCKET_MODE));
      UserPrincipal owner = ownUser(server, privately);
      Files.createLink(path, privately);
      return new SocketFile(path, server, owner, key(path));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    } finally {
      Files.deleteIfExists(privately);
      Files.delete(folder);
    }
  }

  /**
   * As whom this process appears to its peers: asked of the kernel by a connection to itself, while
   * nobody else can connect. The file's owner may be somebody else, on a file system over a
   * network.
   */
  private static UserPrincipal ownUser(ServerSocketChannel server, Path path) throws IOException {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path));
        SocketChannel far = server.accept()) {
      return far.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  Path path() {
    return path;
  }

  ServerSocketChannel server() {
    return server;
  }

  /** The user that this process runs as. */
  UserPrincipal owner() {
    return owner;
  }

  /** Listens no more. The name goes first, and only if it is still that of this socket. */
  @Override
  public void close() {
    try (server) {
      if (Files.exists(path, NOFOLLOW_LINKS) && Objects.equals(key, key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warnf("%s cannot be removed: %s", path, FileFault.words(e));
    }
  }
}
