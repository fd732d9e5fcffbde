package sekisho.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import sekisho.system.Niceness;

/**
 * What a reload or its check computes, on a thread that lets all others go first: where there is
 * one processor a thousand routes would keep every request waiting (docs/decisions/0019).
 */
final class BehindOthers {
  /** A tenth of the share of others: on a processor that is full it ends all the same. */
  private static final int NICE = 10;

  private static final ThreadFactory THREADS = Niceness.threads("configuration", NICE);

  private BehindOthers() {}

  /** Starts no threads, which would be as patient. */
  interface Computation<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Waits for the result, interrupted or not.
   *
   * @param declared of what the computation throws; unchecked exceptions and errors come as they
   *     are
   */
  static <T, E extends Exception> T compute(Class<E> declared, Computation<T, E> computation)
      throws E {
    FutureTask<T> task = new FutureTask<>(computation::run);
    // It fails by itself alone, and joining is not interrupted.
    CompletableFuture.runAsync(task, run -> THREADS.newThread(run).start()).join();
    if (task.state() == Future.State.SUCCESS) {
      return task.resultNow();
    }
    switch (task.exceptionNow()) {
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      case Throwable thrown -> throw declared.cast(thrown);
    }
  }
}
