package sekisho.control;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * SIGTERM and SIGINT: the first asks for a graceful stop, the second ends the process at once.
 * SIGHUP: something is done again.
 *
 * <p>Installed over whatever the runtime has installed, whose own way of stopping would close
 * connections in the middle of a response, and before the program says that it is ready: who waits
 * for that may send the first signal right then.
 */
public final class StopSignals {
  private static final Logger LOG = Logger.getLogger(StopSignals.class);

  /** What shells show for a process that a signal ended: 128 and SIGTERM's number. */
  private static final int TERMINATED_STATUS = 143;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean stopping = new AtomicBoolean();

  private final CompletableFuture<Runnable> onHangup = new CompletableFuture<>();

  /** Whether one has come that nothing was done for yet: it does for all that come meanwhile. */
  private final AtomicBoolean hangupWaits = new AtomicBoolean();

  private final Object oneHangup = new Object();

  private StopSignals() {}

  public static StopSignals install() {
    StopSignals signals = new StopSignals();
    for (String name : new String[] {"TERM", "INT"}) {
      handle(name, signals::received);
    }
    if (handle("HUP", signals::hangupReceived)) {
      LOG.warn("SIGHUP is ignored, as nohup has it: reload by `sekisho reload`");
    }
    return signals;
  }

  /**
   * {@code sun.misc.Signal}, exported by {@code jdk.unsupported}, is the only way to hear of a
   * second signal; it is looked up by name because the compiler warns of it in a way that cannot be
   * silenced.
   *
   * @return whether the process was started with the signal ignored: then the JVM leaves it so
   */
  private static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
      return handler.getField("SIG_IGN").get(null).equals(before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK does not let a program handle SIG" + name, e);
    }
  }

  private void received() {
    if (stopping.getAndSet(true)) {
      Runtime.getRuntime().halt(TERMINATED_STATUS);
    }
    asked.countDown();
  }

  /** On a thread of its own, so that others are heard meanwhile. */
  private void hangupReceived() {
    if (!hangupWaits.getAndSet(true)) {
      Thread.ofPlatform().daemon().name("hangup").start(this::hangUp);
    }
  }

  private void hangUp() {
    synchronized (oneHangup) {
      Runnable action = onHangup.join();
      // Before it begins: one that comes from now on may be about what it no longer sees.
      hangupWaits.set(false);
      action.run();
    }
  }

  /**
   * @param action on SIGHUP, which ends nothing; run for one that came before this was known, and
   *     once for all that come before it has begun. Said once
   */
  public void onHangup(Runnable action) {
    onHangup.complete(action);
  }

  /** Asks for a stop as a signal would. */
  public void stop() {
    stopping.set(true);
    asked.countDown();
  }

  /** Waits until a stop is asked for. */
  public void await() throws InterruptedException {
    asked.await();
  }
}
