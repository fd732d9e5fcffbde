package sekisho.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import sekisho.rpc.Methods;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcException;
import sekisho.rpc.RpcMethod;

/** A control socket with methods that tests can hold. */
final class ControlFixture implements AutoCloseable {
  static final String VERSION = "{\"jsonrpc\":\"2.0\",\"method\":\"version\",\"id\":1}";
  static final String VERSION_ANSWER = "{\"jsonrpc\":\"2.0\",\"result\":\"1.2.3\",\"id\":1}";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Parameter<String> TEXT =
      Parameter.required("text", ParameterType.TEXT, "what comes back");

  /** How many calls of {@code wait} have begun. */
  final Semaphore waiting = new Semaphore(0);

  /** Lets all calls of {@code wait} end. */
  final CountDownLatch goOn = new CountDownLatch(1);

  private final Path file;
  private final ControlSocket socket;

  private ControlFixture(Path file, ControlSocket.Bounds bounds) {
    this.file = file;
    this.socket = open(path(file), bounds).orElseThrow();
  }

  /** That of the proxy which runs {@code file}. */
  static ControlFixture of(Path file) {
    return new ControlFixture(file, ControlSocket.Bounds.USUAL);
  }

  static ControlFixture of(Path file, int connections, Duration patience) {
    return new ControlFixture(file, new ControlSocket.Bounds(connections, patience));
  }

  static Path path(Path file) {
    return SocketPath.of(file, Map.of());
  }

  Optional<ControlSocket> open(Path path, ControlSocket.Bounds bounds) {
    return ControlSocket.open(path, Methods.of("1.2.3", methods()), bounds);
  }

  private List<RpcMethod<?>> methods() {
    return List.of(
        new RpcMethod<>(
            "version", "Says a version.", List.of(), ResultType.TEXT, (_, _) -> "1.2.3"),
        new RpcMethod<>(
            "who",
            "Says who asks.",
            List.of(),
            ResultType.TEXT,
            (_, caller) -> caller.name() + " " + caller.local()),
        new RpcMethod<>(
            "echo",
            "Says it again.",
            List.of(TEXT),
            ResultType.TEXT,
            (arguments, _) -> arguments.valueOf(TEXT)),
        new RpcMethod<>(
            "break",
            "Fails unexpectedly.",
            List.of(),
            ResultType.TEXT,
            (_, _) -> {
              throw new IllegalStateException("meant to");
            }),
        new RpcMethod<>(
            "wait", "Waits for the test.", List.of(), ResultType.TEXT, (_, _) -> waited()));
  }

  private String waited() throws RpcException {
    waiting.release();
    try {
      goOn.await();
      return "waited";
    } catch (InterruptedException e) {
      throw RpcException.of(1, "interrupted");
    }
  }

  ControlSocket socket() {
    return socket;
  }

  Path path() {
    return path(file);
  }

  ControlClient client() {
    return ControlClient.of(file, Map.of());
  }

  /** A connection for lines of the test's own. */
  LineChannel connect() {
    return connect(path());
  }

  static LineChannel connect(Path path) {
    try {
      return LineChannel.of(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goOn.countDown();
    socket.close();
  }
}
