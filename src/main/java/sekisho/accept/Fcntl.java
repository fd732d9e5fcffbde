package sekisho.accept;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * fcntl(2) of the C library, by the foreign function API: neither Java nor Netty can change what a
 * descriptor is that somebody else has opened.
 */
final class Fcntl {
  // From fcntl.h; the same on x86-64 and aarch64.
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_NONBLOCK = 04000;

  private static final String ERRNO = "errno";
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement(ERRNO));

  /** The third argument is a variadic one. */
  private static final MethodHandle CALL = link();

  private Fcntl() {}

  // What the program as a whole is allowed by --enable-native-access.
  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("fcntl"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
        Linker.Option.firstVariadicArg(2),
        Linker.Option.captureCallState(ERRNO));
  }

  /** From now on no call waits on what {@code descriptor} is open on, here or elsewhere. */
  static void makeNonBlocking(int descriptor) throws IOException {
    call(descriptor, F_SETFL, call(descriptor, F_GETFL, 0) | O_NONBLOCK);
  }

  /** Another descriptor for the same, which no child process gets. */
  static int duplicate(int descriptor) throws IOException {
    return call(descriptor, F_DUPFD_CLOEXEC, 0);
  }

  private static int call(int descriptor, int command, int argument) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result = (int) CALL.invokeExact(state, descriptor, command, argument);
      if (result < 0) {
        throw new IOException("fcntl failed with error " + state.get(JAVA_INT, ERRNO_OFFSET));
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C throws nothing", e);
    }
  }
}
