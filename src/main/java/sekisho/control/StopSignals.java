package sekisho.control;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT: the first asks for a graceful stop, the second ends the process at once.
 * SIGHUP: something is done again.
 *
 * <p>Installed last, over whatever the runtime has installed: its own way of stopping would close
 * connections in the middle of a response.
 */
public final class StopSignals {
  /** What shells show for a process that a signal ended: 128 and SIGTERM's number. */
  private static final int TERMINATED_STATUS = 143;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean stopping = new AtomicBoolean();

  private StopSignals() {}

  public static StopSignals install() {
    StopSignals signals = new StopSignals();
    for (String name : new String[] {"TERM", "INT"}) {
      handle(name, signals::received);
    }
    return signals;
  }

  /**
   * {@code sun.misc.Signal}, exported by {@code jdk.unsupported}, is the only way to hear of a
   * second signal; it is looked up by name because the compiler warns of it in a way that cannot be
   * silenced.
   */
  private static void handle(String name, Runnable action) {
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
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
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

  /**
   * @param action on SIGHUP, which would end the program otherwise; on a thread of its own, so that
   *     others are heard meanwhile
   */
  public void onHangup(Runnable action) {
    handle("HUP", () -> Thread.ofPlatform().daemon().name("hangup").start(action));
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
