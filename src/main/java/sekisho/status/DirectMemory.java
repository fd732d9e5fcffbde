package sekisho.status;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * Memory outside the heap that network buffers have, in bytes; not what libraries in C have beside
 * it. Any thread.
 *
 * <p>Netty counts only buffers that it frees by itself, which the JDK does not let it without a
 * flag; otherwise they are the JDK's, which counts them.
 */
public final class DirectMemory {
  private static final BufferPoolMXBean OF_THE_JDK =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findFirst()
          .orElseThrow();

  private DirectMemory() {}

  public static long usedBytes() {
    return Math.max(0, PlatformDependent.usedDirectMemory()) + OF_THE_JDK.getMemoryUsed();
  }
}
