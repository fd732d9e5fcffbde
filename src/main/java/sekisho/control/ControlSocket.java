package sekisho.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jboss.logging.Logger;
import sekisho.rpc.Caller;
import sekisho.rpc.JsonRpc;
import sekisho.rpc.Methods;

/**
 * The Unix socket by which commands talk to a running proxy: JSON-RPC 2.0, one JSON text per line
 * in each direction (docs/rpc.md).
 *
 * <p>Root and the proxy's own user may ask, and nobody else: the file's mode says so, and the
 * kernel is asked about each peer. A thread for each connection, of which there are few; none of
 * them is an event loop, and none keeps the program alive.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ControlSocket.class);

  /** JSON-RPC leaves -32000 to -32099 to servers (§5.1). */
  private static final int NOT_ADMITTED = -32001;

  private static final int BUSY = -32002;

  private static final String ROOT = "0";

  /** Before accepting is tried again after it has failed: most likely there are no files left. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** A line that fits into the buffer of a new connection is taken at once. */
  private static final Duration AT_ONCE = Duration.ZERO;

  private final SocketFile file;
  private final JsonRpc rpc;
  private final Bounds bounds;
  private final UserPrincipal root;
  private final Semaphore places;
  private final Set<LineChannel> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param connections how many there may be at once
   * @param patience for a request's line to come, and for an answer's to be taken
   */
  record Bounds(int connections, Duration patience) {
    static final Bounds USUAL = new Bounds(16, Duration.ofSeconds(10));
  }

  private ControlSocket(SocketFile file, Methods methods, Bounds bounds) throws IOException {
    this.file = file;
    this.rpc =
        new JsonRpc(
            methods,
            (method, failure) -> LOG.errorf(failure, "the method %s failed unexpectedly", method));
    this.bounds = bounds;
    this.places = new Semaphore(bounds.connections());
    // By number: it has another name in some places.
    this.root =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT);
  }

  /**
   * Listens at {@code path}. Where that cannot be, a warning says why, and the proxy runs without.
   */
  public static Optional<ControlSocket> open(Path path, Methods methods) {
    return open(path, methods, Bounds.USUAL);
  }

  static Optional<ControlSocket> open(Path path, Methods methods, Bounds bounds) {
    try {
      ControlSocket socket = of(SocketFile.claim(path), methods, bounds);
      Thread.ofPlatform().daemon().name("control-socket").start(socket::accept);
      LOG.infof("control socket %s", path);
      return Optional.of(socket);
    } catch (SocketUnavailable e) {
      LOG.warnf("no control socket, commands cannot reach this proxy: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static ControlSocket of(SocketFile file, Methods methods, Bounds bounds)
      throws SocketUnavailable {
    try {
      return new ControlSocket(file, methods, bounds);
    } catch (IOException e) {
      file.close();
      throw new SocketUnavailable("the user " + ROOT + " is not known: " + e.getMessage(), e);
    }
  }

  private void accept() {
    boolean said = false;
    while (closed.getCount() > 0) {
      try {
        welcome(file.server().accept());
        said = false;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (!said) {
          LOG.warnf("the control socket cannot accept: %s", e.getMessage());
        }
        said = true;
        rest();
      }
    }
  }

  private void rest() {
    try {
      var _ = closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void welcome(SocketChannel channel) throws IOException {
    try {
      UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
      welcome(LineChannel.of(channel), peer);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void welcome(LineChannel lines, UserPrincipal peer) throws IOException {
    if (!admits(peer)) {
      LOG.warnf("the user %s may not use the control socket", peer.getName());
      refuse(lines, NOT_ADMITTED, "only root and the user of the proxy may ask");
    } else if (!places.tryAcquire()) {
      refuse(lines, BUSY, "too many connections; allowed: " + bounds.connections());
    } else {
      open.add(lines);
      Caller caller = new Caller(peer.getName(), true);
      Thread.ofPlatform().daemon().name("control").start(() -> converse(lines, caller));
    }
  }

  boolean admits(UserPrincipal peer) {
    return peer.equals(root) || peer.equals(file.owner());
  }

  private static void refuse(LineChannel lines, int code, String message) throws IOException {
    try (lines) {
      lines.write(JsonRpc.refusal(code, message), AT_ONCE);
    }
  }

  private void converse(LineChannel lines, Caller caller) {
    try (lines) {
      boolean more = true;
      while (more && closed.getCount() > 0) {
        more = isAnswered(lines, caller);
      }
    } catch (IOException e) {
      LOG.debugf("a control connection of %s broke: %s", caller.name(), e.getMessage());
    } finally {
      open.remove(lines);
      places.release();
    }
  }

  /** One request. Whether another one may come. */
  private boolean isAnswered(LineChannel lines, Caller caller) throws IOException {
    return switch (lines.read(JsonRpc.MAX_REQUEST_BYTES, bounds.patience())) {
      case LineChannel.Received.Line line -> {
        Optional<byte[]> answer = rpc.answer(line.text(), caller);
        yield answer.isEmpty() || lines.write(answer.get(), bounds.patience());
      }
      case LineChannel.Received.End _ -> false;
      case LineChannel.Received.Unfinished _ ->
          isLast(lines, JsonRpc.refusal("a line without an end"));
      case LineChannel.Received.Late(boolean begun) ->
          begun
              && isLast(
                  lines,
                  JsonRpc.refusal("no whole line within " + bounds.patience().toSeconds() + " s"));
      case LineChannel.Received.TooLong _ -> isLast(lines, JsonRpc.tooLong());
    };
  }

  private boolean isLast(LineChannel lines, byte[] answer) throws IOException {
    lines.write(answer, bounds.patience());
    return false;
  }

  /**
   * Removes the socket; whoever waits for a request waits no more. A method that is running goes
   * on, and its caller may not hear of its end.
   */
  @Override
  public void close() {
    closed.countDown();
    file.close();
    open.forEach(LineChannel::end);
  }
}
