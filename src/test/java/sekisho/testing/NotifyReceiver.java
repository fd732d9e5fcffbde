package sekisho.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The receiving end of {@code NOTIFY_SOCKET}, as a service manager has it (sd_notify(3)). */
public final class NotifyReceiver implements AutoCloseable {
  private static final int MAX_BYTES = 8192;

  private final Socket socket;
  private final String variable;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_BYTES);

  private NotifyReceiver(String variable, String path) {
    Epoll.ensureAvailability();
    this.variable = variable;
    this.socket = Socket.newSocketDomainDgram();
    try {
      socket.bind(new DomainSocketAddress(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of {@code folder}. */
  public static NotifyReceiver in(Path folder) {
    String path = folder.resolve("notify").toString();
    return new NotifyReceiver(path, path);
  }

  /** A name that is no file (unix(7)). */
  public static NotifyReceiver ofAbstractName(String name) {
    return new NotifyReceiver("@" + name, "\0" + name);
  }

  /** What the variable is to be. */
  public String variable() {
    return variable;
  }

  /** The next message, if one has come. */
  public Optional<List<String>> poll() {
    try {
      buffer.clear();
      int length = socket.recv(buffer, 0, MAX_BYTES);
      if (length <= 0) {
        return Optional.empty();
      }
      byte[] bytes = new byte[length];
      buffer.get(0, bytes);
      return Optional.of(List.of(new String(bytes, UTF_8).split("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message: its assignments. */
  public List<String> next() {
    return Await.present("the service manager is told", this::poll);
  }

  /** The next message that has {@code assignment}. */
  public List<String> next(String assignment) {
    return Await.present(
        "the service manager is told " + assignment,
        () -> poll().filter(message -> message.contains(assignment)));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
