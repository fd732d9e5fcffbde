package sekisho;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.control.ConfigurationCheck;
import sekisho.control.ConfigurationSource;
import sekisho.demo.DemoOrigin;

/**
 * What {@code sekisho run} without a file serves: the example configuration that travels with the
 * program, and the demo origin behind it.
 */
final class QuickStart implements AutoCloseable, ConfigurationSource {
  private static final String NAME = "examples/quickstart.jsonc";
  private static final String ORIGIN_VARIABLE = "SEKISHO_DEMO_ORIGIN";

  private final Vertx vertx;
  private @Nullable DemoOrigin origin;

  QuickStart(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Starts the demo origin, unless the environment names another one, and loads the configuration.
   */
  @Override
  public ConfigurationCheck check() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (!environment.containsKey(ORIGIN_VARIABLE)) {
      environment.put(ORIGIN_VARIABLE, startedOrigin().url());
    }
    Loaded loaded = ConfigurationFile.load(NAME, text(), Path.of("."), environment);
    return ConfigurationCheck.of(NAME, loaded, Clock.systemUTC());
  }

  private DemoOrigin startedOrigin() {
    DemoOrigin started = origin;
    if (started == null) {
      started = DemoOrigin.start(vertx).toCompletionStage().toCompletableFuture().join();
      origin = started;
    }
    return started;
  }

  private static String text() {
    try (InputStream in = QuickStart.class.getResourceAsStream("/" + NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells a newcomer where to look. */
  void announce() {
    System.out.println(
        """

        Sekisho is running. Try:
          curl -k https://localhost:8443/
          https://localhost:8443/ in a browser, which warns of the self-signed certificate, as it should
          http://127.0.0.1:9091/ the admin UI, by the URL above or in the file named there
          http://127.0.0.1:9090/metrics the metrics
        Stop with Ctrl-C. Your own configuration: sekisho run FILE
        """);
  }

  @Override
  public void close() {
    if (origin != null) {
      origin.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
