package sekisho.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;
import sekisho.model.AccessLogSettings.Query;
import sekisho.upstream.NoRetry;

class AccessLineTest {

  @Test
  void a_line_tells_a_request_from_its_head_to_its_end() {
    assertThat(line(entry("a=1&b", Reason.UPSTREAM_TIMEOUT, 42), Query.KEEP))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.006Z\",\"client\":\"2001:db8::7\",\"method\":\"GET\","
                + "\"host\":\"a.example\",\"path\":\"/p\",\"query\":\"a=1&b\","
                + "\"protocol\":\"HTTP/1.1\",\"status\":504,\"reason\":\"upstream_timeout\","
                + "\"retried\":true,\"request_bytes\":1,\"response_bytes\":2,\"duration_ms\":3.004,\"route\":42,"
                + "\"upstream\":\"http://10.0.0.1\",\"request_id\":\"id\",\"user_agent\":\"ua\","
                + "\"sni\":\"a.example\",\"tls\":\"TLSv1.3\"}\n");
  }

  @Test
  void what_was_lost_at_the_upstream_says_why_it_was_not_asked_again() {
    assertThat(line(entry("", Reason.UPSTREAM_RESET, 42), Query.KEEP))
        .contains("\"reason\":\"upstream_reset\",\"not_retried\":\"body_sent\",");
  }

  @Test
  void what_is_not_known_is_left_out() {
    assertThat(line(entry(null, null, 0), Query.KEEP))
        .doesNotContain("query", "reason", "retried", "\"route\"");
  }

  @Test
  void a_query_is_redacted_kept_or_omitted() {
    AccessEntry entry = entry("token=secret", null, 0);

    assertThat(line(entry, Query.REDACT))
        .contains("\"query\":\"token=-\"")
        .doesNotContain("secret");
    assertThat(line(entry, Query.KEEP)).contains("\"query\":\"token=secret\"");
    assertThat(line(entry, Query.OMIT)).doesNotContain("query", "secret");
  }

  @Test
  void names_of_parameters_stay_and_everything_else_goes() {
    assertThat(AccessLine.redacted("a=1&b=2")).isEqualTo("a=-&b=-");
    assertThat(AccessLine.redacted("secret")).isEqualTo("-");
    assertThat(AccessLine.redacted("a=1&secret&b=")).isEqualTo("a=-&-&b=-");
    assertThat(AccessLine.redacted("a=b=c")).isEqualTo("a=-");
    assertThat(AccessLine.redacted("=secret")).isEqualTo("=-");
    assertThat(AccessLine.redacted("a=1;b=2?c=3")).isEqualTo("a=-");
    assertThat(AccessLine.redacted("")).isEmpty();
    assertThat(AccessLine.redacted("&&a=1&")).isEqualTo("&&a=-&");
  }

  @Test
  void what_a_dry_run_would_have_refused_says_why() {
    assertThat(line(entry(null, null, 1), Query.KEEP))
        .contains("\"status\":200,\"dry_run\":\"rate_limited\",");
    assertThat(line(entry(null, Reason.NO_ROUTE, 1), Query.KEEP)).doesNotContain("dry_run");
  }

  private static String line(AccessEntry entry, Query query) {
    JsonLine json = new JsonLine(64);
    AccessLine.write(json, entry, query);
    return new String(json.take(), US_ASCII);
  }

  private static AccessEntry entry(String query, Reason reason, int route) {
    return new AccessEntry(
        1_767_323_045_006L,
        Requests.CLIENT.peerAddress(),
        "GET",
        "a.example",
        "/p",
        query,
        "HTTP/1.1",
        reason == null ? 200 : reason.status(),
        reason,
        reason == null ? Reason.RATE_LIMITED : null,
        reason == Reason.UPSTREAM_TIMEOUT,
        reason == Reason.UPSTREAM_RESET ? NoRetry.BODY_SENT : null,
        1,
        2,
        3004,
        route,
        "http://10.0.0.1",
        "id",
        "ua",
        Requests.CLIENT);
  }
}
