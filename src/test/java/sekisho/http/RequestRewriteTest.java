package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.Requests.CLIENT;
import static sekisho.http.Requests.edited;
import static sekisho.http.Requests.head;
import static sekisho.http.Requests.lines;
import static sekisho.http.Requests.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.model.AddressBlock;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;

class RequestRewriteTest {
  private static final String[] OURS = {
    "X-Real-IP: 2001:db8::7",
    "X-Forwarded-For: 2001:db8::7",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: a.example",
    "Via: 1.1 sekisho",
    "X-Request-ID: id"
  };

  @Test
  void end_to_end_fields_pass_in_their_order_and_spelling_and_ours_follow() {
    List<String> fields =
        rewritten(route(false), "accept: */*", "X-Latin: \u00e9", "Cookie: a", "cookie: b", "X-E:");

    assertThat(fields).startsWith("Host: 10.0.0.1:3000");
    assertThat(fields.subList(1, 6))
        .containsExactly("accept: */*", "X-Latin: \u00e9", "Cookie: a", "cookie: b", "X-E: ");
    assertThat(fields.subList(6, fields.size())).containsExactly(OURS);
  }

  @Test
  void the_clients_host_is_kept_where_the_route_says_so() {
    assertThat(rewritten(route(true))).startsWith("Host: a.example");
    assertThat(rewritten(route(false))).startsWith("Host: 10.0.0.1:3000");
  }

  @Test
  void a_client_that_named_no_host_gets_the_upstreams() {
    RequestHead head = head("GET / HTTP/1.0");

    List<String> fields = rewrite(head, route(true));

    assertThat(fields)
        .startsWith("Host: 10.0.0.1:3000")
        .contains("Via: 1.0 sekisho")
        .noneMatch(line -> line.startsWith("X-Forwarded-Host"));
  }

  @Test
  void hop_by_hop_fields_go() {
    assertThat(
            rewritten(
                route(false),
                "Connection: close",
                "keep-alive: 1",
                "TE: gzip",
                "Upgrade: h2c",
                "HTTP2-Settings: x",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: secret",
                "Proxy-Authenticate: x",
                "Proxy-Authentication-Info: x",
                "proxy-features: x",
                "Trailer: X-Sum"))
        .filteredOn(line -> !List.of(OURS).contains(line))
        .containsExactly("Host: 10.0.0.1:3000", "HTTP2-Settings: x", "Trailer: X-Sum");
  }

  @Test
  void what_connection_nominates_goes_from_every_line_and_without_case() {
    assertThat(
            rewritten(
                route(false),
                "connection: x-a,\tX-B",
                "X-A: 1",
                "x-a: 2",
                "X-b: 3",
                "Connection: X-C",
                "X-C: 4",
                "X-D: 5"))
        .contains("X-D: 5")
        .noneMatch(line -> line.matches("(?i)x-[abc]:.*"));
  }

  @Test
  void connection_cannot_nominate_away_what_we_add() {
    List<String> fields =
        rewritten(
            route(false),
            "Connection: close, X-Forwarded-For, X-Real-IP, X-Forwarded-Proto, X-Forwarded-Host,"
                + " Via, X-Request-ID, Host, Content-Length");

    assertThat(fields).startsWith("Host: 10.0.0.1:3000").endsWith(OURS);
  }

  @Test
  void connection_cannot_nominate_away_the_length_of_the_body() {
    RequestHead head =
        head(
            "POST / HTTP/1.1",
            "Host: a.example",
            "Content-Length: 0005",
            "Connection: Content-Length, Host");

    assertThat(rewrite(head, route(false)))
        .startsWith("Host: 10.0.0.1:3000")
        .containsOnlyOnce("Content-Length: 5");
  }

  @Test
  void forwarding_fields_of_untrusted_peers_are_replaced() {
    List<String> fields =
        rewritten(
            route(false),
            "X-Forwarded-For: 1.2.3.4",
            "x-forwarded-for: 5.6.7.8",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Port: 1",
            "X-FORWARDED-PREFIX: /x",
            "X-Forwarded-Anything: x",
            "X-Real-IP: 1.2.3.4",
            "Forwarded: for=1.2.3.4",
            "X-Request-ID: theirs");

    assertThat(fields.subList(1, fields.size())).containsExactly(OURS);
  }

  @Test
  void what_a_trusted_proxy_says_of_its_client_passes_and_it_is_added_to_the_chain() {
    List<String> fields =
        fromTrustedProxy(
            "X-Forwarded-For: 192.0.2.7",
            "x-forwarded-for: 2001:db8::9",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: outside.example",
            "X-Forwarded-Port: 8443",
            "Forwarded: for=192.0.2.7",
            "X-Real-IP: 6.6.6.6",
            "X-Request-ID: theirs",
            "X_Forwarded_Proto: gopher",
            "X_Real_IP: 6.6.6.6");

    assertThat(fields)
        .containsExactly(
            "Host: 10.0.0.1:3000",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: outside.example",
            "X-Forwarded-Port: 8443",
            "Forwarded: for=192.0.2.7",
            "X-Real-IP: 192.0.2.7",
            "X-Forwarded-For: 192.0.2.7, 2001:db8::9, 2001:db8::7",
            "Via: 1.1 sekisho",
            "X-Request-ID: id");
  }

  @Test
  void connection_cannot_nominate_away_what_a_trusted_proxy_says() {
    assertThat(
            fromTrustedProxy(
                "X-Forwarded-For: 192.0.2.7",
                "X-Forwarded-Proto: http",
                "Connection: close, X-Forwarded-For, x-forwarded-proto"))
        .contains(
            "X-Real-IP: 192.0.2.7",
            "X-Forwarded-For: 192.0.2.7, 2001:db8::7",
            "X-Forwarded-Proto: http");
  }

  @Test
  void what_a_trusted_proxy_does_not_say_is_said_by_us() {
    List<String> fields = fromTrustedProxy();

    assertThat(fields.subList(1, fields.size())).containsExactly(OURS);
  }

  private static List<String> fromTrustedProxy(String... fields) {
    String[] lines = new String[fields.length + 2];
    lines[0] = "GET / HTTP/1.1";
    lines[1] = "Host: a.example";
    System.arraycopy(fields, 0, lines, 2, fields.length);
    List<AddressBlock> trusted = List.of(new AddressBlock(InetAddress.ofLiteral("2001:db8::"), 32));
    return rewrite(head(lines), route(false), trusted);
  }

  @Test
  void twins_of_our_fields_with_underscores_are_dropped() {
    List<String> fields =
        rewritten(
            route(false),
            "X_Real_IP: 1",
            "x_forwarded_for: 1",
            "X-Forwarded_Proto: 1",
            "X_Forwarded-Host: 1",
            "X_Request_Id: 1",
            "X_Other: 1");

    assertThat(fields.subList(1, fields.size())).startsWith("X_Other: 1").endsWith(OURS).hasSize(7);
  }

  @Test
  void te_trailers_is_nominated_again_on_our_own_hop() {
    assertThat(rewritten(route(false), "TE: gzip;q=0.5, Trailers", "Connection: TE"))
        .contains("TE: trailers", "Connection: TE")
        .filteredOn(line -> line.startsWith("Connection") || line.startsWith("TE"))
        .hasSize(2);
    assertThat(rewritten(route(false), "TE: gzip")).noneMatch(line -> line.startsWith("TE"));
  }

  @Test
  void a_length_stays_a_length_and_no_body_has_none() {
    assertThat(rewrite(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 0"), route(false)))
        .containsOnlyOnce("Content-Length: 0");
    assertThat(rewrite(head("PUT / HTTP/1.1", "Host: a", "content-length: 17"), route(false)))
        .containsOnlyOnce("content-length: 17")
        .doesNotContain("Content-Length: 17");
    assertThat(rewrite(head("POST / HTTP/1.1", "Host: a"), route(false)))
        .noneMatch(line -> line.startsWith("Content-Length"));
    assertThat(
            rewrite(head("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"), route(false)))
        .containsOnlyOnce("Transfer-Encoding: chunked")
        .noneMatch(line -> line.startsWith("Content-Length"));
  }

  @Test
  void fields_that_must_reach_the_upstream_do_over_every_rule() {
    HttpRoute route = route(false, "authorization", "x-request-id");

    assertThat(
            rewritten(
                route,
                "Connection: Authorization",
                "AUTHORIZATION: Bearer x",
                "x-Request-Id: mine"))
        .contains("AUTHORIZATION: Bearer x", "x-Request-Id: mine")
        .filteredOn(line -> line.regionMatches(true, 0, "X-Request-ID", 0, 12))
        .containsExactly("x-Request-Id: mine");
  }

  @Test
  void a_field_that_is_set_replaces_all_lines_of_its_name_and_its_twins() {
    HttpRoute route =
        edited(
            route(false),
            List.of(
                new FieldEdit.Set("X-User", "ours"),
                new FieldEdit.Remove("Accept-Encoding"),
                new FieldEdit.Set("host", "app.internal"),
                new FieldEdit.Set("X-Forwarded-Proto", "wss"),
                new FieldEdit.Remove("X-Forwarded-Host")));

    List<String> fields =
        rewritten(
            route, "X-User: 1", "x-user: 2", "X_User: 3", "accept-encoding: br", "X-Users: 4");

    assertThat(fields)
        .containsExactly(
            "Host: app.internal",
            "X-Users: 4",
            "X-Real-IP: 2001:db8::7",
            "X-Forwarded-For: 2001:db8::7",
            "X-Forwarded-Proto: wss",
            "Via: 1.1 sekisho",
            "X-Request-ID: id",
            "X-User: ours");
  }

  @Test
  void expect_continue_passes_but_from_http_1_0() {
    assertThat(rewrite(head("POST / HTTP/1.0", "Expect: 100-continue"), route(false)))
        .noneMatch(line -> line.startsWith("Expect"));
    assertThat(rewritten(route(false), "Expect: 100-continue")).contains("Expect: 100-continue");
  }

  @Test
  void the_clients_via_stays_before_ours() {
    assertThat(rewritten(route(false), "Via: 1.0 far"))
        .containsSubsequence("Via: 1.0 far", "Via: 1.1 sekisho");
  }

  @Test
  void whatever_a_client_nominates_ours_are_there_once_and_alone() {
    Seeds.each(RequestRewriteTest::nominate);
  }

  private static void nominate(Random random) {
    String[] names = {
      "X-Real-IP",
      "X-Forwarded-For",
      "X-Forwarded-Proto",
      "X-Forwarded-Host",
      "X-Request-ID",
      "Connection",
      "Close",
      "Keep-Alive",
      "Forwarded",
      "X_Real_IP",
      "X-Other"
    };
    for (int round = 0; round < 2_000; round++) {
      String[] sent = new String[1 + random.nextInt(8)];
      for (int i = 0; i < sent.length; i++) {
        String name = mixedCase(names[random.nextInt(names.length)], random);
        sent[i] =
            random.nextBoolean() ? "Connection: " + name + " ,x" : name + ": " + random.nextInt();
      }

      List<String> fields = rewritten(route(false), sent);

      assertThat(fields.subList(1, fields.size()))
          .filteredOn(line -> !line.regionMatches(true, 0, "X-Other", 0, 7))
          .as(String.join("\n", sent))
          .filteredOn(line -> !line.regionMatches(true, 0, "Close", 0, 5))
          .containsExactly(OURS);
    }
  }

  private static String mixedCase(String name, Random random) {
    return name.chars()
        .map(c -> random.nextBoolean() ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<String> rewritten(HttpRoute route, String... fields) {
    String[] lines = new String[fields.length + 2];
    lines[0] = "GET / HTTP/1.1";
    lines[1] = "Host: a.example";
    System.arraycopy(fields, 0, lines, 2, fields.length);
    return rewrite(head(lines), route);
  }

  private static List<String> rewrite(RequestHead head, HttpRoute route) {
    return rewrite(head, route, List.of());
  }

  private static List<String> rewrite(
      RequestHead head, HttpRoute route, List<AddressBlock> trusted) {
    List<String> before = lines(head.fields());
    RequestTarget.Resource target = (RequestTarget.Resource) RequestTarget.of(head);
    ClientAddress client = ClientAddress.of(CLIENT, trusted, head.fields());
    Fields fields =
        RequestRewrite.fields(
            head, target, route, new RequestSource(client, ClientIdentity.NOT_ASKED, "id"));
    assertThat(lines(head.fields())).as("the head's own fields").isEqualTo(before);
    return lines(fields);
  }
}
