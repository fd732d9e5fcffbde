package sekisho.accept;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import sekisho.model.ListenAddress;
import sekisho.model.ProxySettings;

/**
 * The listening sockets that the service manager has opened for this process (socket activation,
 * sd_listen_fds(3)). Whoever listens at the address of one uses it instead of binding.
 *
 * <p>The service manager keeps them open too, so that who connects while no process is there waits
 * in their queues for the next one. That is why they are kept here as they came, and a listener
 * gets a descriptor of its own: it can be closed, and the address listened at again, as reloads may
 * want. Not for more than one thread at a time.
 */
public final class InheritedSockets {
  private static final Logger LOG = Logger.getLogger(InheritedSockets.class);

  /** SD_LISTEN_FDS_START. */
  private static final int FIRST = 3;

  private final List<InheritedSocket> sockets;

  private InheritedSockets(List<InheritedSocket> sockets) {
    this.sockets = List.copyOf(sockets);
  }

  /** There are none. */
  public static InheritedSockets none() {
    return new InheritedSockets(List.of());
  }

  /**
   * Those that the environment says are this process's.
   *
   * @throws IOException when one of them cannot be listened on
   */
  public static InheritedSockets of(Map<String, String> environment) throws IOException {
    return of(environment, ProcessHandle.current().pid(), FIRST);
  }

  /**
   * @param first the number of the first descriptor
   */
  static InheritedSockets of(Map<String, String> environment, long pid, int first)
      throws IOException {
    if (!environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid))) {
      return none();
    }
    String count = environment.getOrDefault("LISTEN_FDS", "");
    if (!count.matches("[0-9]{1,4}")) {
      throw new IOException("LISTEN_FDS is \"" + count + "\"; the number of sockets is needed");
    }
    Epoll.ensureAvailability();
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    List<InheritedSocket> sockets = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(count); i++) {
      String name = i < names.length && !names[i].isEmpty() ? names[i] : "unknown";
      sockets.add(InheritedSocket.of(first + i, name));
    }
    return new InheritedSockets(sockets);
  }

  /** Tells the log which of them {@code proxy} does not listen on. */
  public void logUnused(ProxySettings proxy) {
    for (InheritedSocket socket : sockets) {
      if (!proxy.listen().contains(socket.address())
          && !proxy.httpListen().contains(socket.address())) {
        warnOfUnused(socket);
      }
    }
  }

  /** Tells the log that nobody listens at {@code address} any more, if one of them is for that. */
  void logUnused(ListenAddress address) {
    sockets.stream()
        .filter(socket -> socket.address().equals(address))
        .forEach(InheritedSockets::warnOfUnused);
  }

  private static void warnOfUnused(InheritedSocket socket) {
    LOG.warnf(
        "the service manager passes a socket for %s (%s), and no listener has that address:"
            + " whoever connects there waits for nothing",
        socket.address(), socket.name());
  }

  /**
   * The descriptor of a socket that listens at {@code address}, which the caller is to close;
   * empty: there is none.
   */
  OptionalInt at(ListenAddress address) throws IOException {
    Optional<InheritedSocket> found =
        sockets.stream().filter(socket -> socket.address().equals(address)).findFirst();
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    InheritedSocket socket = found.get();
    if (socket.dual()) {
      LOG.warnf(
          "the socket for %s (%s) takes IPv4 too; BindIPv6Only=ipv6-only in its unit keeps them"
              + " apart",
          address, socket.name());
    }
    int descriptor = Fcntl.duplicate(socket.descriptor());
    // Service managers pass them blocking: accepting would hold the event loop.
    Fcntl.makeNonBlocking(descriptor);
    return OptionalInt.of(descriptor);
  }
}
