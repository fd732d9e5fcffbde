package sekisho.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * A program of its own that is asked to stop: signals are for a process, and the test's is dear.
 */
final class StopSignalsProgram {
  private StopSignalsProgram() {}

  /** Says by files in the folder it is given that it can be asked, and that it was; never ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    StopSignals signals = StopSignals.install();
    if (arguments.length > 1) {
      signals.stop();
    }
    Files.createFile(folder.resolve("installed"));
    signals.await();
    signals.onHangup(() -> note(folder.resolve("hung-up")));
    Files.createFile(folder.resolve("asked"));
    new CountDownLatch(1).await();
  }

  private static void note(Path file) {
    try {
      Files.writeString(file, "once\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
