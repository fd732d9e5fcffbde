package sekisho.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * setpriority(2) of the C library: Linux knows a niceness for each thread, which Java's own
 * priorities do not set for users other than root.
 */
public final class Niceness {
  private static final int PRIO_PROCESS = 0;

  /** Of the caller, which for Linux is the thread. */
  private static final int SELF = 0;

  private Niceness() {}

  /** Linked when it is first asked for. */
  private static final class Linked {
    /** Empty where there is no such call. */
    static final Optional<MethodHandle> CALL =
        CLibrary.function(
            "setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  }

  /**
   * Lets others go before the calling thread, from now on and for good: the way back takes a
   * privilege.
   *
   * @param nice from 0, as the others, to 19, when nobody else wants to
   * @return whether it is so; where it is forbidden the thread goes on as it was
   */
  public static boolean ofThisThread(int nice) {
    return Linked.CALL.filter(call -> isDone(call, nice)).isPresent();
  }

  private static boolean isDone(MethodHandle setpriority, int nice) {
    try {
      return (int) setpriority.invokeExact(PRIO_PROCESS, SELF, nice) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C throws nothing", e);
    }
  }
}
