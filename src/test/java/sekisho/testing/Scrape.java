package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a port for metrics has answered.
 *
 * @param status of the answer
 * @param body all of it
 */
public record Scrape(int status, String body) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_0-9]+)(\\{.*})? (\\S+)");

  /** In the text of Prometheus. */
  public static Scrape of(InetSocketAddress address) {
    return of(address, "/metrics", "text/plain");
  }

  public static Scrape openMetrics(InetSocketAddress address) {
    return of(address, "/metrics", "application/openmetrics-text;version=1.0.0");
  }

  public static Scrape of(InetSocketAddress address, String path, String accept) {
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var response =
          client.send(
              HttpRequest.newBuilder(uri).header("Accept", accept).build(),
              BodyHandlers.ofString());
      return new Scrape(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(uri.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The type of each family by its name. */
  public Map<String, String> types() {
    Map<String, String> types = new TreeMap<>();
    body.lines()
        .map(TYPE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> types.put(line.group(1), line.group(2)));
    return types;
  }

  /** Values by name and labels, as they are written. */
  public Map<String, Double> samples() {
    Map<String, Double> samples = new LinkedHashMap<>();
    body.lines()
        .filter(line -> !line.startsWith("#"))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(line ->
            samples.put(
                line.group(1) + (line.group(2) == null ? "" : line.group(2)),
                Double.parseDouble(line.group(3).replace("Inf", "Infinity"))));
    return samples;
  }

  /** The value of a series; 0 where there is none yet. */
  public double value(String series) {
    return samples().getOrDefault(series, 0.0);
  }
}
