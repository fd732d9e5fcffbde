package sekisho.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.accept.Acceptor;
import sekisho.accept.Entrance;
import sekisho.accept.Listener;
import sekisho.model.Configuration;
import sekisho.model.ListenAddress;

/**
 * The listening sockets of the data path: an address that stays is never closed, whatever else
 * changes.
 *
 * <p>Called by one thread at a time, but for what may be asked. Blocking.
 */
final class Listeners {
  private static final Logger LOG = Logger.getLogger(Listeners.class);

  private final Acceptor acceptor;
  private volatile List<Listener> open = List.of();

  Listeners(Acceptor acceptor) {
    this.acceptor = acceptor;
  }

  /** Those that accept. */
  List<Listener> open() {
    return open;
  }

  /**
   * Binds what is not bound yet.
   *
   * @throws StartFailure when the kernel will not have an address; then everything is as it was
   */
  Prepared prepare(Configuration configuration) throws StartFailure {
    SequencedMap<ListenAddress, Entrance> wanted = new LinkedHashMap<>();
    configuration.proxy().listen().forEach(address -> wanted.put(address, Entrance.TLS));
    configuration.proxy().httpListen().forEach(address -> wanted.put(address, Entrance.PLAIN_HTTP));
    Prepared prepared = new Prepared(wanted);
    try {
      for (Map.Entry<ListenAddress, Entrance> each : wanted.entrySet()) {
        prepared.bind(each.getKey(), each.getValue());
      }
    } catch (StartFailure e) {
      prepared.abandon();
      throw e;
    }
    return prepared;
  }

  /** Stops accepting. */
  void close() {
    close(open);
    open = List.of();
  }

  private static void close(List<Listener> listeners) {
    CompletableFuture.allOf(
            listeners.stream().map(Listener::close).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Listeners that are bound, and accept nobody yet. */
  final class Prepared implements Companion.Prepared {
    private final Map<ListenAddress, Entrance> wanted;
    private final List<Listener> all = new ArrayList<>();
    private final List<Listener> bound = new ArrayList<>();

    private Prepared(Map<ListenAddress, Entrance> wanted) {
      this.wanted = wanted;
    }

    private void bind(ListenAddress address, Entrance entrance) throws StartFailure {
      for (Listener listener : open) {
        if (listener.configured().equals(address)) {
          all.add(listener);
          return;
        }
      }
      Listener listener = bound(acceptor.bind(address, entrance), what(address, entrance));
      bound.add(listener);
      all.add(listener);
    }

    @Override
    public void publish() {
      List<Listener> removed = new ArrayList<>(open);
      removed.removeAll(all);
      for (Listener listener : all) {
        Entrance entrance = wanted.getOrDefault(listener.configured(), listener.entrance());
        if (bound.contains(listener)) {
          LOG.infof("listening on %s", text(listener));
        } else if (listener.entrance() != entrance) {
          listener.expect(entrance);
          LOG.infof("listening on %s now", text(listener));
        }
      }
      open = List.copyOf(all);
      bound.forEach(Listener::open);
      removed.forEach(listener -> LOG.infof("listening no more on %s", text(listener)));
      close(removed);
    }

    @Override
    public void abandon() {
      close(bound);
    }
  }

  private static Listener bound(CompletableFuture<Listener> binding, String what)
      throws StartFailure {
    try {
      return binding.get();
    } catch (ExecutionException e) {
      throw new StartFailure("cannot listen on " + what + ": " + reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while binding " + what, e);
    }
  }

  static String text(Listener listener) {
    return what(
        new ListenAddress(listener.address().getAddress(), listener.address().getPort()),
        listener.entrance());
  }

  /** An address, and what for, in words. */
  private static String what(ListenAddress address, Entrance entrance) {
    return switch (entrance) {
      case TLS -> address.toString();
      case PLAIN_HTTP -> address + " for plain HTTP";
    };
  }

  /** The kernel's words without the name and number of the call that Netty puts before them. */
  static String reason(@Nullable Throwable cause) {
    String message = cause == null ? "unknown" : String.valueOf(cause.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }
}
