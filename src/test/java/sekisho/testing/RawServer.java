package sekisho.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that plays a script on each connection, in a virtual thread of its own.
 *
 * <p>The connection is closed after the script. A script that fails, other than by the end of its
 * connection, fails the test at {@link #close}.
 */
public final class RawServer implements Closeable {
  private static final int BACKLOG = 4096;

  private final ServerSocketChannel listener;
  private final Script script;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<SocketChannel> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acceptedCount = new AtomicInteger();
  private volatile boolean closed;

  /** What the server does with a connection. */
  @FunctionalInterface
  public interface Script {
    void play(RawConnection connection) throws Exception;
  }

  private RawServer(ServerSocketChannel listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** On a port of 127.0.0.1. */
  public static RawServer start(Script script) {
    return start("127.0.0.1", script);
  }

  /** On a port of an address of either family. */
  public static RawServer start(String host, Script script) {
    return start(new InetSocketAddress(host, 0), script);
  }

  /** On an address and a port that somebody has taken care of. */
  public static RawServer start(InetSocketAddress address, Script script) {
    return start(
        address.getAddress() instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET,
        address,
        script);
  }

  public static RawServer start(Path unixSocket, Script script) {
    return start(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(unixSocket), script);
  }

  private static RawServer start(
      StandardProtocolFamily family, SocketAddress address, Script script) {
    try {
      return start(ServerSocketChannel.open(family).bind(address, BACKLOG), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a port of 127.0.0.1, its kernel holding about {@code bytes} that it has not read. */
  public static RawServer withReceiveBuffer(int bytes, Script script) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
      listener.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
      return start(listener.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RawServer start(ServerSocketChannel listener, Script script) {
    RawServer server = new RawServer(listener, script);
    Thread.ofVirtual().name("accept").start(server::accept);
    return server;
  }

  /** One that sends every byte back, and FIN after FIN. */
  public static RawServer echo() {
    return start(RawServer::echo);
  }

  /** Sends every byte back until its peer ends. */
  public static void echo(RawConnection connection) throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (int length = connection.read(buffer); length >= 0; length = connection.read(buffer)) {
      connection.write(buffer, 0, length);
    }
  }

  private void accept() {
    try {
      while (!closed) {
        SocketChannel channel = listener.accept();
        accepted.add(channel);
        acceptedCount.incrementAndGet();
        Thread.ofVirtual().name("script").start(() -> play(channel));
      }
    } catch (ClosedChannelException e) {
      // The end of the test.
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void play(SocketChannel channel) {
    try (RawConnection connection = new RawConnection(channel)) {
      script.play(connection);
    } catch (IOException e) {
      // Its peer ended the connection: what that means, the test sees at the other end.
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  public int port() {
    try {
      return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code HOST:PORT} as a configuration names it. */
  public String address() {
    try {
      InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
      String host = address.getAddress().getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many connections have come. */
  public int connections() {
    return acceptedCount.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
      for (SocketChannel channel : accepted) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!failures.isEmpty()) {
      AssertionError failure = new AssertionError("a script of the server failed");
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
