package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Scrape;

/**
 * What four sources say of the same {@link MixedTraffic}: the access log, the metrics, JSON-RPC and
 * the pages of the admin UI as they are without JavaScript.
 */
class FiguresAgreeIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of tables of the pages: one to pass over, and one whose number is wanted. */
  private static final String CELL = "<td class=\"number\">[\\d,]+</td>";

  private static final String NUMBER = "<td class=\"number\">([\\d,]+)</td>";

  @TempDir static Path folder;
  @AutoClose static MixedTraffic traffic;
  @AutoClose static AdminVisitor admin;

  @BeforeAll
  static void cause() throws Exception {
    traffic = MixedTraffic.in(folder);
    admin = AdminVisitor.of(traffic.sekisho(), MixedTraffic.TOKEN);
    Await.until("everybody has gone", () -> scrape().count("connections_active") == 0);
    // A block of lines is handed over when it is so old.
    Await.until("the log has all requests", () -> log().size() == sum(scrape(), "requests_total"));
  }

  @Test
  void of_how_many_requests_came_to_which_status() throws Exception {
    Map<String, Long> byStatus = log(line -> line.path("status").asText());

    assertThat(byStatus)
        .containsKeys("101", "200", "204", "308", "400", "403", "404", "408", "413", "417", "421")
        .containsKeys("426", "429", "431", "499", "501", "502", "504", "505");
    assertThat(scrape().by("requests_total")).isEqualTo(byStatus);
    JsonNode http = admin.rpc("stats.http");
    assertThat(counts(http.path("by_status"))).isEqualTo(byStatus);
    assertThat(http.path("requests").asLong())
        .isEqualTo(log().size())
        .isEqualTo(figure(admin.page("/"), "requests"));
  }

  @Test
  void of_what_went_wrong() throws Exception {
    JsonNode http = admin.rpc("stats.http");
    JsonNode connections = admin.rpc("stats.connections");
    Told metrics = scrape();
    Map<String, Long> all = metrics.by("errors_total");

    assertThat(
            reasons(
                http.path("errors"),
                connections.path("rejected"),
                connections.path("relay_errors")))
        .isEqualTo(all);
    assertThat(all)
        .containsKeys("sni_rejected", "not_tls", "hello_malformed", "hello_timeout")
        .containsKeys("request_header_timeout", "request_body_timeout", "upstream_reset")
        .containsEntry("upstream_connect", 1L)
        .containsEntry("client_abort", 1L);
    Map<String, Long> ofRequests = log(line -> line.path("reason").asText());
    // One relay and one WebSocket; the log has requests alone.
    assertThat(all).containsEntry("relay_idle", 2L);
    assertThat(ofRequests.remove("relay_idle")).isEqualTo(1);
    assertThat(reasons(http.path("errors"))).isEqualTo(ofRequests);
    assertThat(metrics.count("upstream_timeout_total")).isEqualTo(all.get("upstream_timeout"));
    String overview = admin.page("/");
    assertThat(table(overview, "<tr data-key=\"([a-z_]+)\"><th.*?</th>" + CELL + NUMBER))
        .isEqualTo(all);
    assertThat(figure(overview, "errors")).isEqualTo(sum(metrics, "errors_total"));
    assertThat(table(admin.page("/connections"), "<code>(\\w+)</code></th>" + NUMBER))
        .isEqualTo(reasons(connections.path("rejected")));
  }

  @Test
  void of_what_limits_refused_and_would_have() throws Exception {
    Told metrics = scrape();
    JsonNode http = admin.rpc("stats.http");
    String page = admin.page("/limits");
    Map<String, Long> spared = log(line -> line.path("dry_run").asText());

    assertThat(spared).containsExactly(Map.entry("rate_limited", 1L));
    assertThat(metrics.by("rate_limit_dry_run_total"))
        .isEqualTo(spared)
        .isEqualTo(reasons(http.path("dry_runs")))
        .isEqualTo(table(page, "<code>(\\w+)</code></th>" + NUMBER + "<td class=\"wide\">"));
    assertThat(metrics.count("rate_limit_req_rejected_total"))
        .isEqualTo(log(line -> line.path("reason").asText()).get("rate_limited"))
        .isEqualTo(http.path("over_rate").asLong());
    assertThat(table(page, "<code>(\\w+)</code></th>" + CELL + NUMBER))
        .containsExactly(Map.entry("rate_limited", metrics.count("rate_limit_req_rejected_total")));
  }

  @Test
  void of_connections_handshakes_and_bytes() throws Exception {
    Told metrics = scrape();
    JsonNode connections = admin.rpc("stats.connections");
    JsonNode tls = admin.rpc("stats.tls");
    String overview = admin.page("/");
    Map<String, Long> byKind = metrics.by("connections_total");

    assertThat(byKind).containsKeys("http", "tls_terminate", "plain_http", "reject");
    assertThat(counts(connections.path("by_kind"))).isEqualTo(byKind);
    assertThat(table(admin.page("/connections"), "<th scope=\"row\">(\\w+)</th>" + NUMBER))
        .isEqualTo(byKind);
    assertThat(connections.path("active").asLong()).isZero();
    assertThat(metrics.count("websocket_tunnels_active")).isZero();
    assertThat(figure(overview, "active")).isZero();
    assertThat(tls.path("handshakes").asLong())
        .isEqualTo(byKind.get("http") + byKind.get("tls_terminate"))
        .isEqualTo(metrics.count("tls_handshake_duration_seconds_count"))
        .isEqualTo(figure(overview, "handshakes"));
    assertThat(connections.path("received_bytes").asLong())
        .isEqualTo(metrics.count("bytes_total{direction=\"received\",}"))
        .isGreaterThan(log().stream().mapToLong(line -> line.path("request_bytes").asLong()).sum());
    assertThat(connections.path("sent_bytes").asLong())
        .isEqualTo(metrics.count("bytes_total{direction=\"sent\",}"))
        .isGreaterThan(
            log().stream().mapToLong(line -> line.path("response_bytes").asLong()).sum());
  }

  /** Of requests that could be read, WebSockets apart. */
  @Test
  void of_how_long_requests_took() throws Exception {
    Told metrics = scrape();
    List<JsonNode> exchanges =
        log().stream()
            .filter(line -> line.has("method") && line.path("status").asInt() != 101)
            .toList();
    double seconds =
        exchanges.stream().mapToDouble(line -> line.path("duration_ms").asDouble()).sum() / 1000;

    assertThat(metrics.count("request_duration_seconds_count"))
        .isEqualTo(exchanges.size())
        .isEqualTo(admin.rpc("stats.http").at("/duration/count").asLong());
    assertThat(metrics.value("request_duration_seconds_sum")).isCloseTo(seconds, within(0.001));
  }

  @Test
  void of_what_upstreams_had_to_do() throws Exception {
    Told metrics = scrape();
    String page = admin.page("/upstreams");
    Map<String, Long> begun = metrics.by("upstream_begun_total");
    Map<String, Long> failures = metrics.by("upstream_failures_total");
    String upstream = "<h3><code>([^<]+)</code></h3>.*?";

    assertThat(upstreams("begun", Long::sum))
        .isEqualTo(begun)
        .isEqualTo(table(page, upstream + "<li>([\\d,]+) (?:request|connection)s given"));
    assertThat(upstreams("failures", Long::sum))
        .isEqualTo(failures)
        .isEqualTo(table(page, upstream + "<li>([\\d,]+) failures"));
    assertThat(log(line -> line.path("upstream").asText()))
        .containsEntry("http://" + traffic.nowhere(), 1L);
    assertThat(failures)
        .containsEntry("http://" + traffic.nowhere(), 1L)
        .containsEntry(traffic.nowhere(), 1L);
    assertThat(metrics.by("upstream_active")).isEmpty();
    assertThat(upstreams("active", Long::sum)).isEmpty();
    // The groups of an upstream share its idle ones.
    assertThat(upstreams("idle_connections", Math::max))
        .containsOnlyKeys(traffic.originUrl())
        .containsEntry(
            traffic.originUrl(),
            metrics.count(
                "upstream_pool_connections{upstream=\""
                    + traffic.originUrl()
                    + "\",state=\"idle\",}"));
  }

  @Test
  void of_certificates_and_memory() throws Exception {
    Told metrics = scrape();
    JsonNode certificates = admin.rpc("certificates.list");
    Instant expires = Instant.parse(certificates.at("/0/not_after").asText());

    assertThat(certificates).hasSize(1);
    assertThat(
            metrics.count(
                "certificate_not_after_seconds{certificate=\"*.example.com\",key_type=\""
                    + certificates.at("/0/key_type").asText()
                    + "\",}"))
        .isEqualTo(expires.getEpochSecond());
    assertThat(admin.page("/certificates")).contains("<time datetime=\"" + expires + "\">");
    assertThat(metrics.value("netty_direct_memory_used_bytes"))
        .isBetween(1.0, metrics.value("netty_direct_memory_max_bytes"));
  }

  // ---- The access log

  private static List<JsonNode> log() {
    try {
      return Files.readAllLines(folder.resolve("access.log")).stream()
          .map(FiguresAgreeIT::json)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static Map<String, Long> log(Function<JsonNode, String> what) {
    return log().stream()
        .map(what)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
  }

  // ---- The metrics

  /** Without the prefix. */
  private record Told(Map<String, Double> samples) {
    /** Fails where there is no such series. */
    double value(String series) {
      assertThat(samples).containsKey("tls_proxy_" + series);
      return samples.get("tls_proxy_" + series);
    }

    long count(String series) {
      return (long) value(series);
    }

    /** Values by their only label, those that are 0 left out. */
    Map<String, Long> by(String family) {
      Pattern series = Pattern.compile("tls_proxy_" + family + "\\{\\w+=\"([^\"]*)\",}");
      Map<String, Long> values = new TreeMap<>();
      samples.forEach((name, value) -> {
        Matcher matcher = series.matcher(name);
        if (value > 0 && matcher.matches()) {
          values.put(matcher.group(1), value.longValue());
        }
      });
      return values;
    }
  }

  private static Told scrape() {
    return new Told(Scrape.of(traffic.sekisho().metricsAddress()).samples());
  }

  private static long sum(Told told, String family) {
    return told.by(family).values().stream().mapToLong(Long::longValue).sum();
  }

  // ---- JSON-RPC

  private static Map<String, Long> counts(JsonNode byName) {
    Map<String, Long> counts = new TreeMap<>();
    byName.properties().forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static Map<String, Long> reasons(JsonNode... lists) {
    return sums(
        Stream.of(lists).flatMap(FiguresAgreeIT::each),
        reason -> reason.path("reason").asText(),
        reason -> reason.path("count").asLong(),
        Long::sum);
  }

  /** By URL, over all groups. */
  private static Map<String, Long> upstreams(String figure, BinaryOperator<Long> merge)
      throws Exception {
    Map<String, Long> figures =
        sums(
            each(admin.rpc("stats.upstreams")).flatMap(group -> each(group.path("upstreams"))),
            upstream -> upstream.path("url").asText(),
            upstream -> upstream.path(figure).asLong(),
            merge);
    figures.values().removeIf(count -> count == 0);
    return figures;
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Map<String, Long> sums(
      Stream<JsonNode> nodes,
      Function<JsonNode, String> name,
      ToLongFunction<JsonNode> count,
      BinaryOperator<Long> merge) {
    return nodes.collect(Collectors.toMap(name, count::applyAsLong, merge, TreeMap::new));
  }

  // ---- The pages

  private static long figure(String page, String name) {
    Matcher matcher = Pattern.compile("data-figure=\"" + name + "\">([\\d,]+)<").matcher(page);
    assertThat(matcher.find()).as(name + " in " + page).isTrue();
    return number(matcher.group(1));
  }

  /**
   * Sums by name, those that are 0 left out.
   *
   * @param row with a group for the name and one for the number
   */
  private static Map<String, Long> table(String page, String row) {
    Map<String, Long> sums = new TreeMap<>();
    Matcher rows = Pattern.compile(row, Pattern.DOTALL).matcher(page);
    while (rows.find()) {
      sums.merge(rows.group(1), number(rows.group(2)), Long::sum);
    }
    sums.values().removeIf(count -> count == 0);
    return sums;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
