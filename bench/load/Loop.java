import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One thread's sockets. What is attached to a key runs when the key is ready. */
final class Loop {
  /** Shorter than what is measured, longer than what would keep the core from the origin. */
  private static final long NAP_NANOS = 50_000;

  interface Ready {
    void ready() throws IOException;
  }

  final Selector selector;

  Loop() throws IOException {
    selector = Selector.open();
  }

  /** Waits for the next events, at most some milliseconds, and handles them. */
  void turn() throws IOException {
    selector.select(10);
    handle();
  }

  /** Handles what there is, or naps: finer than the millisecond that a selector can wait. */
  void shortTurn() throws IOException {
    if (selector.selectNow() == 0) {
      LockSupport.parkNanos(NAP_NANOS);
      selector.selectNow();
    }
    handle();
  }

  private void handle() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        ((Ready) key.attachment()).ready();
      }
    }
    selector.selectedKeys().clear();
  }

  /** Takes connections on a port of the loopback address. */
  void listen(int port, Consumer<SocketChannel> taken) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", port), 4096);
    server.configureBlocking(false);
    Ready accept =
        () -> {
          for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
            taken.accept(next);
          }
        };
    server.register(selector, SelectionKey.OP_ACCEPT, accept);
  }
}
