package sekisho.control;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections the kernel's limit of open files lets this process have. */
final class FileLimit {
  /** For the program itself: jars, listeners, logs, certificates, epoll. */
  private static final long OWN_FILES = 256;

  /** A client's, and its upstream's. */
  private static final long FILES_PER_CONNECTION = 2;

  /** Where the limit is hardly more than the program needs: better few connections than none. */
  private static final long SMALLEST_SHARE = 8;

  /** Where the limit is not known: the usual one. */
  private static final long USUAL_LIMIT = 1024;

  private FileLimit() {}

  /**
   * @param configured {@code max_connections}; 0: by the limit
   */
  static int connections(int configured) {
    return configured > 0 ? configured : connectionsWith(limit());
  }

  static int connectionsWith(long files) {
    long share = (files - OWN_FILES) / FILES_PER_CONNECTION;
    return Math.clamp(Math.max(share, files / SMALLEST_SHARE), 1, Integer.MAX_VALUE);
  }

  private static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : USUAL_LIMIT;
  }
}
