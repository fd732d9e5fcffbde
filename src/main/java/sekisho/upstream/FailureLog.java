package sekisho.upstream;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import sekisho.journal.OncePerMinute;
import sekisho.metrics.Reason;

/**
 * Upstreams that could not be used, in the log: a line for each, but one a minute for the limit of
 * open files, which meets every connection at once. Called from any thread.
 */
public final class FailureLog {
  private static final Logger LOG = Logger.getLogger(FailureLog.class);
  private static final OncePerMinute FILE_LIMIT_LINES = new OncePerMinute(System::nanoTime);

  private FailureLog() {}

  public static void add(Level level, UpstreamFailure failure) {
    if (isDue(failure)) {
      LOG.logf(level, "%s: %s", failure.reason().code(), failure.detail());
    }
  }

  /**
   * @param requestId of the request that it befell
   */
  public static void add(Level level, UpstreamFailure failure, String requestId) {
    if (isDue(failure)) {
      LOG.logf(level, "%s: %s (request %s)", failure.reason().code(), failure.detail(), requestId);
    }
  }

  private static boolean isDue(UpstreamFailure failure) {
    return failure.reason() != Reason.FILE_LIMIT || FILE_LIMIT_LINES.unsaid() >= 0;
  }
}
