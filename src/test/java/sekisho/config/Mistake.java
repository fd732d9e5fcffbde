package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A configuration with one mistake, and what must be said about it.
 *
 * @param text the file; {@code ▶} marks the place that must be named, and is not part of it
 * @param path the key that must be named
 * @param says the whole message, or its parts with {@code …} between them
 */
record Mistake(String name, String text, String path, String says) {
  private static final char MARK = '▶';

  /** Reads the file and expects exactly this one error. */
  void assertTold() {
    String plain = text.replace(String.valueOf(MARK), "");

    Loaded loaded = ConfigurationFile.load("f", plain, Path.of("/etc"), Map.of());

    assertThat(loaded.configuration()).isEmpty();
    assertThat(loaded.errors()).as("%s", loaded.problems()).hasSize(1);
    Problem problem = loaded.errors().getFirst();
    assertThat(problem.toString())
        .startsWith("f:" + place() + ": " + (path.isEmpty() ? "" : path + ": "));
    assertThat(problem.path()).isEqualTo(path);
    String[] parts = says.split("…", -1);
    assertThat(Shown.line(problem.message()))
        .startsWith(parts[0])
        .endsWith(parts[parts.length - 1])
        .contains(Arrays.stream(parts).filter(part -> !part.isEmpty()).toList());
  }

  private String place() {
    String before = text.substring(0, text.indexOf(MARK));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int lineStart = before.lastIndexOf('\n') + 1;
    return line + ":" + (before.codePointCount(lineStart, before.length()) + 1);
  }

  @Override
  public String toString() {
    return name;
  }

  static Mistake file(String name, String text, String path, String says) {
    return new Mistake(name, text, path, says);
  }

  static Mistake proxy(String name, String inside, String path, String says) {
    return file(name, "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"],\n" + inside + "}}", path, says);
  }

  static Mistake tls(String name, String inside, String path, String says) {
    return proxy(name, "\"tls\": {\"mode\": \"self_signed\",\n" + inside + "}", path, says);
  }

  static Mistake sni(String name, String inside, String path, String says) {
    String route = "\"routing\": {\"sni\": [\n" + inside + "]}";
    return tls(name, route, "proxy.tls.routing.sni[" + path, says);
  }

  static Mistake http(String name, String inside, String path, String says) {
    return proxy(name, "\"http\": {\n" + inside + "}", "proxy.http." + path, says);
  }

  static Mistake route(String name, String inside, String path, String says) {
    return http(name, "\"routes\": [\n" + inside + "]", "routes[" + path, says);
  }
}
