package sekisho.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The lines that a program has written so far. Safe to use from any thread. */
public final class LineLog {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private LineLog(InputStream in) {
    // Reading a pipe holds a carrier: two programs' outputs would stop every virtual thread on two
    // cores.
    reader = Thread.ofPlatform().daemon().name("lines").unstarted(() -> read(in));
  }

  static LineLog of(InputStream in) {
    LineLog log = new LineLog(in);
    log.reader.start();
    return log;
  }

  private void read(InputStream in) {
    try (BufferedReader text = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The program was killed: what it had written by then is what there is.
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  public Optional<String> find(Predicate<String> wanted) {
    return lines.stream().filter(wanted).findFirst();
  }

  /** Waits for a line that {@code wanted} accepts. */
  public String await(String what, Predicate<String> wanted) {
    return Await.present(what + " in\n" + this, () -> find(wanted));
  }

  /** Waits for the end of the stream: nothing is added after it. */
  void awaitEnd() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
