package sekisho.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A free TCP port for a program that cannot bind port 0 or needs it twice, kept free for it.
 *
 * <p>A socket is bound to the port with SO_REUSEADDR and never listens: the kernel gives the port
 * to nobody who asks for any, while a server that asks for this one, also with SO_REUSEADDR, gets
 * it.
 */
public final class ReservedPort implements Closeable {
  private final Socket holder;

  private ReservedPort(Socket holder) {
    this.holder = holder;
  }

  /** One that is free on every address of both families. */
  public static ReservedPort anywhere() {
    return at("::");
  }

  /** One that is free on {@code 127.0.0.1}. */
  public static ReservedPort loopback() {
    return at("127.0.0.1");
  }

  /** The number of one that was free on {@code 127.0.0.1} just now, and is not kept. */
  public static int loopbackNumber() {
    try (ReservedPort port = loopback()) {
      return port.number();
    }
  }

  private static ReservedPort at(String host) {
    try {
      Socket socket = new Socket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, 0));
      return new ReservedPort(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return holder.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
