package sekisho.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * statvfs(3) of the C library: Java itself does not tell of inodes.
 *
 * <p>Its structure begins with eleven unsigned longs on every 64-bit Linux, x86-64 and aarch64,
 * glibc and musl alike; what follows them differs and is not read.
 */
final class Statvfs implements SpaceQuery {
  /** All that either library writes (glibc: 112) and room to spare. */
  private static final long STRUCTURE_BYTES = 256;

  /** The unit of the blocks below, by POSIX; f_bsize is what reads best. */
  private static final int FRSIZE = 1;

  private static final int BLOCKS = 2;
  private static final int BFREE = 3;
  private static final int BAVAIL = 4;
  private static final int FILES = 5;
  private static final int FFREE = 6;

  /** Linked when it is first asked for. */
  private static final class Linked {
    /** Empty where there is no such call, or another structure. */
    static final Optional<MethodHandle> CALL =
        CLibrary.function("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
            .filter(_ -> ADDRESS.byteSize() == Long.BYTES);
  }

  @Override
  public Optional<FileSystem.Space> of(String path) {
    return Linked.CALL.flatMap(statvfs -> call(statvfs, path));
  }

  private static Optional<FileSystem.Space> call(MethodHandle statvfs, String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(STRUCTURE_BYTES, Long.BYTES);
      return (int) statvfs.invokeExact(arena.allocateFrom(path), answer) == 0
          ? Optional.of(space(answer))
          : Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C throws nothing", e);
    }
  }

  private static FileSystem.Space space(MemorySegment answer) {
    long unit = field(answer, FRSIZE);
    return new FileSystem.Space(
        unit * field(answer, BLOCKS),
        unit * field(answer, BFREE),
        unit * field(answer, BAVAIL),
        field(answer, FILES),
        field(answer, FFREE));
  }

  private static long field(MemorySegment answer, int index) {
    return answer.getAtIndex(JAVA_LONG, index);
  }
}
