package sekisho.scrape;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import sekisho.system.Niceness;

/**
 * Writes the metrics down, on a thread of its own: one text at a time, and whoever asks while the
 * same one is being written gets that.
 *
 * <p>So what waits is bounded: by the kinds of texts there are. Asked from every thread.
 */
final class Rendering implements AutoCloseable {
  private static final int USUAL_BYTES = 64 * 1024;

  /** A third of the share of what serves clients: whoever scrapes waits some seconds. */
  private static final int NICE = 5;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Niceness.threads("sekisho-metrics", NICE));
  private final Supplier<List<MetricFamilySamples>> families;
  private final Map<Kind, CompletableFuture<byte[]>> underWay = new HashMap<>();

  /** What is asked for. */
  record Kind(Format format, boolean gzip) {}

  /**
   * @param families what is to be written, asked for on the worker
   */
  Rendering(Supplier<List<MetricFamilySamples>> families) {
    this.families = families;
  }

  /** Does something else there, before what is asked for later. */
  void first(Runnable task) {
    worker.execute(task);
  }

  /** Completes on the worker; fails by what reading or writing failed by. */
  synchronized CompletableFuture<byte[]> of(Kind kind) {
    CompletableFuture<byte[]> running = underWay.get(kind);
    if (running == null || running.isDone()) {
      running = CompletableFuture.supplyAsync(() -> write(kind), worker);
      underWay.put(kind, running);
    }
    return running;
  }

  /** How many wait for the text of a kind that is being written. */
  synchronized int waiting(Kind kind) {
    CompletableFuture<byte[]> running = underWay.get(kind);
    return running == null ? 0 : running.getNumberOfDependents();
  }

  private byte[] write(Kind kind) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (OutputStream out = kind.gzip() ? new GZIPOutputStream(bytes) : bytes;
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      TextFormat.writeFormat(
          kind.format().contentType(), text, Collections.enumeration(families.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    // What waits is done: it ends what was begun.
    worker.shutdown();
  }
}
