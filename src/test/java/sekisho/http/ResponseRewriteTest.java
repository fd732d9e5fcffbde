package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.Requests.head;
import static sekisho.http.Requests.lines;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.http.ResponseWriter.Framing;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.ResponseHead;
import sekisho.model.FieldEdit;

class ResponseRewriteTest {
  private static final RequestHead GET = head("GET / HTTP/1.1", "Host: a");
  private static final RequestHead HEAD = head("HEAD / HTTP/1.1", "Host: a");
  private static final RequestHead GET_1_0 = head("GET / HTTP/1.0");

  @Test
  void end_to_end_fields_pass_in_their_order_and_spelling() {
    assertThat(rewritten(false, "date: x", "Set-Cookie: a", "set-cookie: b", "X: \u00e9"))
        .containsExactly("date: x", "Set-Cookie: a", "set-cookie: b", "X: \u00e9");
  }

  @Test
  void hop_by_hop_fields_and_what_connection_nominates_go() {
    assertThat(
            rewritten(
                false,
                "Date: x",
                "Connection: X-A, keep-alive",
                "X-a: 1",
                "Keep-Alive: 5",
                "Transfer-Encoding: chunked",
                "Upgrade: h2c",
                "Proxy-Authenticate: x",
                "X-B: 2"))
        .containsExactly("Date: x", "X-B: 2");
  }

  @Test
  void connection_cannot_nominate_away_the_length_of_the_body() {
    Fields in = fields("Date: x", "Connection: Content-Length", "Content-Length: 5");
    ResponseHead upstream = new ResponseHead(200, "OK", 1, in);

    Framing framing = ResponseFraming.of(GET, upstream);
    Fields out = ResponseRewrite.fields(in, false, List.of());
    ResponseFraming.apply(out, framing, 200, GET, true);

    assertThat(framing).isEqualTo(Framing.LENGTH);
    assertThat(lines(out)).containsExactly("Date: x", "Content-Length: 5");
  }

  @Test
  void what_a_route_sets_and_removes_is_over_everything_else() {
    Fields in = fields("Date: x", "X-A: 1", "Server: nginx", "x-a: 2", "X-Powered-By: y");
    List<FieldEdit> edits =
        List.of(
            new FieldEdit.Set("X-A", "3"),
            new FieldEdit.Set("Strict-Transport-Security", "max-age=1"),
            new FieldEdit.Remove("x-powered-by"),
            new FieldEdit.Remove("Server"));

    assertThat(lines(ResponseRewrite.fields(in, true, edits)))
        .containsExactly("Date: x", "X-A: 3", "Strict-Transport-Security: max-age=1");
  }

  @Test
  void the_server_field_is_ours_or_the_upstreams() {
    assertThat(rewritten(true, "Date: x", "SERVER: nginx", "Server: b"))
        .containsExactly("Date: x", "Server: sekisho");
    assertThat(rewritten(false, "Date: x", "SERVER: nginx"))
        .containsExactly("Date: x", "SERVER: nginx");
    assertThat(rewritten(false, "Date: x")).containsExactly("Date: x");
  }

  @Test
  void a_missing_date_is_added() {
    assertThat(rewritten(false))
        .singleElement()
        .asString()
        .matches("Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
  }

  @Test
  void a_length_stays_a_length() {
    assertThat(framed(GET, 200, "Content-Length: 5"))
        .containsExactly("LENGTH", "Content-Length: 5");
    assertThat(framed(GET_1_0, 200, "Content-Length: 5"))
        .containsExactly("LENGTH", "Content-Length: 5", "Connection: keep-alive");
  }

  @Test
  void a_body_of_unknown_length_is_chunked_or_ends_with_the_connection() {
    assertThat(framed(GET, 200)).containsExactly("CHUNKED", "Transfer-Encoding: chunked");
    assertThat(framed(GET, 200, "Transfer-Encoding: chunked"))
        .containsExactly("CHUNKED", "Transfer-Encoding: chunked");
    assertThat(ResponseFraming.of(GET_1_0, response(200, "Transfer-Encoding: chunked")))
        .isEqualTo(Framing.UNTIL_CLOSE);
  }

  @Test
  void what_has_no_body_has_none_whatever_its_fields_say() {
    assertThat(framed(HEAD, 200, "Content-Length: 5")).containsExactly("NONE", "Content-Length: 5");
    assertThat(framed(HEAD, 200, "Transfer-Encoding: chunked")).containsExactly("NONE");
    assertThat(framed(GET, 304, "Content-Length: 5")).containsExactly("NONE", "Content-Length: 5");
    assertThat(framed(GET, 204, "Content-Length: 5")).containsExactly("NONE");
  }

  @Test
  void the_connections_end_is_said_and_its_persistence_to_http_1_0() {
    assertThat(connection(GET, false)).containsExactly("Connection: close");
    assertThat(connection(GET, true)).isEmpty();
    assertThat(connection(GET_1_0, false)).containsExactly("Connection: close");
    assertThat(connection(GET_1_0, true)).containsExactly("Connection: keep-alive");
  }

  private static List<String> connection(RequestHead request, boolean persistent) {
    Fields fields = new Fields();
    ResponseFraming.connection(fields, request, persistent);
    return lines(fields);
  }

  /** The framing's name, and the fields of the response as the client gets it, but Date. */
  private static List<String> framed(RequestHead request, int status, String... upstream) {
    ResponseHead head = response(status, upstream);
    Framing framing = ResponseFraming.of(request, head);
    Fields fields = ResponseRewrite.fields(head.fields(), false, List.of());
    fields.remove("Date");
    ResponseFraming.apply(fields, framing, status, request, true);
    List<String> all = new ArrayList<>(List.of(framing.name()));
    all.addAll(lines(fields));
    return all;
  }

  private static ResponseHead response(int status, String... lines) {
    return new ResponseHead(status, "", 1, fields(lines));
  }

  private static List<String> rewritten(boolean serverHeader, String... lines) {
    return lines(ResponseRewrite.fields(fields(lines), serverHeader, List.of()));
  }

  private static Fields fields(String... lines) {
    Fields fields = new Fields();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      fields.add(line.substring(0, colon), line.substring(colon + 2));
    }
    return fields;
  }
}
