package sekisho.admin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what must not be done on an event loop: a few, which are there while there is work,
 * and a queue with a bound. None of them keeps the program alive.
 */
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /**
   * @param threads at once
   * @param queued how much more may wait for one
   */
  Workers(String name, int threads, int queued) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** There is more to do than is worth waiting for. */
  static final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too much to do", null, false, false);
    }
  }

  /**
   * Does it; what comes of it is told on the context. Fails with {@link Busy} where it was not
   * begun.
   */
  <T> Future<T> run(Context context, Callable<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      threads.execute(() -> {
        try {
          T result = work.call();
          context.runOnContext(_ -> promise.complete(result));
        } catch (Exception | Error e) {
          context.runOnContext(_ -> promise.fail(e));
        }
      });
    } catch (RejectedExecutionException e) {
      promise.fail(new Busy());
    }
    return promise.future();
  }

  /** What is going on goes on; nothing more is begun. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
