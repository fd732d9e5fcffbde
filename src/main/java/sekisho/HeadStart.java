package sekisho;

import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import sekisho.control.ConfigurationCheck;
import sekisho.control.ConfigurationSource;
import sekisho.control.FileWatch;
import sekisho.tls.TlsLibrary;

/**
 * What a start needs and the runtime has no part in, done on another thread while that starts: the
 * configuration is read and checked, and the TLS library asked what it can.
 *
 * <p>Where there was none, as in development, it is all done when it is asked for.
 */
final class HeadStart {
  private static volatile @Nullable FutureTask<Read> begun;

  /**
   * @param mark of the files, from before they were read
   */
  record Read(ConfigurationSource source, FileWatch.Mark mark, ConfigurationCheck check) {
    static Read of(ConfigurationSource source) {
      FileWatch.Mark mark = FileWatch.Mark.of(source);
      return new Read(source, mark, source.check());
    }
  }

  private HeadStart() {}

  /** For a run with a file; the quick start's source is the runtime's child. */
  static void begin(RunArguments arguments) {
    // As the runtime sets it a moment later: the network library may be asked before that.
    System.setProperty("io.netty.allocator.maxOrder", "3");
    Thread.ofPlatform().daemon().name("tls-library").start(TlsLibrary::isBoringSsl);
    arguments
        .file()
        .map(file -> ConfigurationSource.of(file, System.getenv(), Clock.systemUTC()))
        .ifPresent(source -> {
          FutureTask<Read> reading = new FutureTask<>(() -> Read.of(source));
          begun = reading;
          Thread.ofPlatform().daemon().name("configuration").start(reading);
        });
  }

  /** What was read, once; else it is read now, of {@code source}. */
  static Read read(ConfigurationSource source) throws InterruptedException {
    FutureTask<Read> reading = begun;
    begun = null;
    if (reading == null) {
      return Read.of(source);
    }
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the configuration could not be read", e.getCause());
    }
  }
}
