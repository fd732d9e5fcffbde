package sekisho.testing.acme;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sekisho.testing.ReservedPort;

/**
 * A port of {@code 127.0.0.1} before a server: the JDK's HTTPS server can neither reset a
 * connection nor go away and come back. Passes bytes on and does not look at them.
 */
final class FrontDoor implements Closeable {
  private static final int BACKLOG = 256;

  private final ReservedPort port = ReservedPort.loopback();
  private final int behind;

  /** Clients by the local port of the connection that belongs to each behind the door. */
  private final Map<Integer, Socket> clients = new ConcurrentHashMap<>();

  private Optional<ServerSocket> listener = Optional.empty();

  private FrontDoor(int behind) {
    this.behind = behind;
  }

  /**
   * @param behind the port of the server, on the same address
   */
  static FrontDoor before(int behind) {
    FrontDoor door = new FrontDoor(behind);
    door.open();
    return door;
  }

  int port() {
    return port.number();
  }

  /** Lets clients in; does nothing when it is open. */
  synchronized void open() {
    if (listener.isPresent()) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress("127.0.0.1", port()), BACKLOG);
      listener = Optional.of(opened);
      Thread.ofVirtual().name("front door").start(() -> accept(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connections are refused, and those that are there are reset. */
  synchronized void shut() {
    try {
      if (listener.isPresent()) {
        listener.get().close();
        listener = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    clients.keySet().forEach(this::reset);
  }

  /**
   * Sends RST to a client.
   *
   * @param number the port that the server behind sees it come from
   */
  void reset(int number) {
    Optional.ofNullable(clients.remove(number)).ifPresent(FrontDoor::reset);
  }

  private static void reset(Socket client) {
    try {
      client.setSoLinger(true, 0);
      client.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket client = from.accept();
        Thread.ofVirtual().name("client").start(() -> serve(client));
      }
    } catch (IOException e) {
      // The door was shut.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket("127.0.0.1", behind)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      clients.put(server.getLocalPort(), client);
      Thread answers = Thread.ofVirtual().name("answers").start(() -> pass(server, client));
      pass(client, server);
      answers.join();
      clients.remove(server.getLocalPort());
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the end of one side, which is passed on too. */
  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  @Override
  public void close() {
    shut();
    port.close();
  }
}
