package sekisho.demo;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** A file of the demo's site. */
record Asset(String type, Buffer content) {

  /** Every file by the path it is served at. */
  static Map<String, Asset> all() {
    return Map.of(
        "/", load("index.html", "text/html; charset=utf-8"),
        "/demo.js", load("demo.js", "text/javascript; charset=utf-8"),
        "/demo.css", load("demo.css", "text/css; charset=utf-8"),
        "/favicon.svg", load("favicon.svg", "image/svg+xml"));
  }

  private static Asset load(String name, String type) {
    try (InputStream in = Asset.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("not in the program: demo/" + name);
      }
      return new Asset(type, Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("demo/" + name, e);
    }
  }
}
