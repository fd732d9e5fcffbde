package sekisho.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import sekisho.accept.Acceptor;

/**
 * A graceful stop: no new connection, {@code Connection: close} on the next response, and whoever
 * is in the middle of something gets the configured time for it. Blocking.
 */
final class Stop {
  private static final Logger LOG = Logger.getLogger(Stop.class);

  /** How long connections that were told to close at once may take for it. */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(3);

  private final DataPath path;
  private final Acceptor acceptor;

  Stop(DataPath path) {
    this.path = path;
    this.acceptor = path.acceptor();
  }

  void run() {
    Duration patience = path.inForce().configuration().shutdownTimeout();
    // Before the ports are closed: what is asked on them by an authority would fail.
    path.acme().ifPresent(AcmeCertificates::close);
    path.listeners().close();
    path.drain().begin();
    acceptor.drain();
    int open = acceptor.connectionCount();
    if (open > 0) {
      LOG.infof("stopping: waiting up to %d s for %d connections", patience.toSeconds(), open);
    }
    if (!awaitClosed(patience)) {
      LOG.warnf(
          "stopping: closing %d connections that did not end in time", acceptor.connectionCount());
      acceptor.cutAll();
      awaitClosed(CLOSING_TIME);
    }
    // The last connections write their lines when they hear of their end.
    await(acceptor.handlersTold(), CLOSING_TIME);
    await(path.release(), CLOSING_TIME);
    LOG.info("stopped");
  }

  /**
   * A connection may still be accepted while the listener closes: looks again until there is none.
   */
  private boolean awaitClosed(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (acceptor.connectionCount() > 0) {
      if (!await(acceptor.allClosed(), Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has completed in time. */
  private static boolean await(CompletableFuture<Void> future, Duration patience) {
    try {
      future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection's end never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
