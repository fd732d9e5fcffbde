package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Where the service manager hears how a service is: a Unix datagram socket, one datagram for each
 * message of sd_notify(3).
 *
 * <p>The JDK has no Unix datagrams; Netty's sockets have. Nothing is open between two messages.
 * Safe from every thread, but no event loop's: a receiver that does not keep up is waited for.
 */
final class NotifySocket {
  private static final Logger LOG = Logger.getLogger(NotifySocket.class);

  /** How long a receiver whose queue is full is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration RETRY_EVERY = Duration.ofMillis(10);

  private final DomainSocketAddress address;
  private final AtomicBoolean complained = new AtomicBoolean();

  private NotifySocket(DomainSocketAddress address) {
    this.address = address;
  }

  /**
   * @param text the value of {@code NOTIFY_SOCKET}: a path, or {@code @} and an abstract name
   * @return empty: it is an address of another kind, which the log is told of
   */
  static Optional<NotifySocket> at(String text) {
    if (text.startsWith("/") || text.startsWith("@")) {
      // unix(7): the first byte of an abstract name is null.
      String path = text.startsWith("@") ? "\0" + text.substring(1) : text;
      return Optional.of(new NotifySocket(new DomainSocketAddress(path)));
    }
    LOG.warnf("NOTIFY_SOCKET is %s; a path or an abstract socket is needed: nobody is told", text);
    return Optional.empty();
  }

  /** Sends a message; the log hears of the first one that fails. */
  void send(String message) {
    try {
      Epoll.ensureAvailability();
      sendNow(message.getBytes(UTF_8));
    } catch (IOException | UnsatisfiedLinkError e) {
      if (!complained.getAndSet(true)) {
        LOG.warnf("the service manager cannot be told how the service is: %s", e);
      }
    }
  }

  private void sendNow(byte[] message) throws IOException {
    Socket socket = Socket.newSocketDomainDgram();
    try {
      socket.connect(address);
      ByteBuffer bytes = ByteBuffer.allocateDirect(message.length).put(message).flip();
      long end = System.nanoTime() + PATIENCE.toNanos();
      // Netty says of EAGAIN that nothing was written.
      while (socket.write(bytes, 0, message.length) == 0) {
        if (System.nanoTime() - end > 0) {
          throw new IOException("its queue stays full");
        }
        LockSupport.parkNanos(RETRY_EVERY.toNanos());
      }
    } finally {
      socket.close();
    }
  }
}
