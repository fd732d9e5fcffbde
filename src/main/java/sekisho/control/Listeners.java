package sekisho.control;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
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
    List<Wanted> wanted = new ArrayList<>();
    configuration
        .proxy()
        .listen()
        .forEach(address -> wanted.add(new Wanted(address, Entrance.TLS)));
    configuration
        .proxy()
        .httpListen()
        .forEach(address -> wanted.add(new Wanted(address, Entrance.PLAIN_HTTP)));
    Prepared prepared = new Prepared();
    try {
      for (Wanted each : wanted) {
        prepared.have(each);
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

  /** What the configuration says of one. */
  private record Wanted(ListenAddress address, Entrance entrance) {}

  /** Listeners that are bound, and accept nobody yet. */
  final class Prepared implements Companion.Prepared {
    private final Map<Listener, Entrance> all = new LinkedHashMap<>();
    private final List<Listener> bound = new ArrayList<>();

    private void have(Wanted wanted) throws StartFailure {
      Listener listener = known(wanted).orElse(null);
      if (listener == null) {
        listener =
            bound(acceptor.bind(wanted.address(), wanted.entrance()), wanted, inTheWay(wanted));
        bound.add(listener);
      }
      all.put(listener, wanted.entrance());
    }

    /** One that is open; a port that the kernel chose is that of its entrance alone. */
    private Optional<Listener> known(Wanted wanted) {
      return open.stream()
          .filter(listener -> !all.containsKey(listener))
          .filter(listener -> listener.configured().equals(wanted.address()))
          .filter(
              listener -> wanted.address().port() != 0 || listener.entrance() == wanted.entrance())
          .findFirst();
    }

    @Override
    public void publish() {
      List<Listener> removed = new ArrayList<>(open);
      removed.removeAll(all.keySet());
      all.forEach((listener, entrance) -> {
        if (bound.contains(listener)) {
          LOG.infof("listening on %s", text(listener));
        } else if (listener.entrance() != entrance) {
          listener.expect(entrance);
          LOG.infof("listening on %s now", text(listener));
        }
      });
      open = List.copyOf(all.keySet());
      bound.forEach(Listener::open);
      removed.forEach(listener -> {
        LOG.infof("listening no more on %s", text(listener));
        acceptor.leave(listener.configured());
      });
      close(removed);
    }

    @Override
    public void abandon() {
      close(bound);
    }
  }

  /**
   * What of our own the kernel will not have beside it: all addresses, and one of them, with the
   * same port. The one is bound before the other is given up, so it stands in the way of a reload.
   */
  private Optional<Listener> inTheWay(Wanted wanted) {
    InetAddress address = wanted.address().address();
    return open.stream()
        .filter(listener -> listener.address().getPort() == wanted.address().port())
        .filter(listener -> {
          InetAddress other = listener.address().getAddress();
          return other.getClass().equals(address.getClass())
              && other.isAnyLocalAddress() != address.isAnyLocalAddress();
        })
        .findFirst();
  }

  private static Listener bound(
      CompletableFuture<Listener> binding, Wanted wanted, Optional<Listener> inTheWay)
      throws StartFailure {
    String what = what(wanted.address(), wanted.entrance());
    try {
      return binding.get();
    } catch (ExecutionException e) {
      String own =
          inTheWay
              .map(listener ->
                  " by this proxy's own "
                      + text(listener)
                      + ", which would be given up only afterwards: take it out by a reload of its"
                      + " own first")
              .orElse("");
      throw StartFailure.cannotListen(what, e.getCause(), own).about(key(wanted.entrance()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while binding " + what, e);
    }
  }

  private static String key(Entrance entrance) {
    return switch (entrance) {
      case TLS -> "proxy.listen";
      case PLAIN_HTTP -> "proxy.http_listen";
    };
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
}
