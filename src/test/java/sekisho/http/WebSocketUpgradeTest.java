package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.Requests.head;
import static sekisho.http.Requests.lines;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.message.Fields;

/** Traps 22, 23 and 25a: what counts as asking for WebSocket. */
class WebSocketUpgradeTest {
  private static final String GET = "GET /x HTTP/1.1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket|Connection: Upgrade",
        "Upgrade: WebSocket|Connection: upgrade",
        "Connection: keep-alive, Upgrade|Upgrade: websocket",
        "Connection: keep-alive|Connection: Upgrade|Upgrade: websocket",
        "Upgrade: websocket|Connection: Upgrade|Content-Length: 0",
        "Upgrade: \t websocket \t|Connection: close,\tUPGRADE ,"
      })
  void a_get_that_nominates_websocket_asks_for_it(String fields) {
    assertThat(isAskedFor(GET, fields)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: h2c|Connection: Upgrade, HTTP2-Settings|HTTP2-Settings: AAMAAABkAAQAAP__",
        "Upgrade: websocket, h2c|Connection: Upgrade",
        "Upgrade: h2c, websocket|Connection: Upgrade",
        "Upgrade: websocket|Upgrade: h2c|Connection: Upgrade",
        "Upgrade: websocket|Upgrade: websocket|Connection: Upgrade",
        "Upgrade: websocket,|Connection: Upgrade",
        "Upgrade: websocket/13|Connection: Upgrade",
        "Upgrade: TLS/1.0|Connection: Upgrade",
        "Upgrade: websockets|Connection: Upgrade",
        "Upgrade:|Connection: Upgrade",
        "Connection: Upgrade"
      })
  void another_protocol_or_a_choice_of_protocols_does_not(String fields) {
    assertThat(isAskedFor(GET, fields)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket",
        "Upgrade: websocket|Connection: keep-alive",
        "Upgrade: websocket|Connection: Upgrades",
        "Upgrade: websocket|Connection: \"Upgrade\""
      })
  void an_upgrade_that_connection_does_not_nominate_does_not(String fields) {
    assertThat(isAskedFor(GET, fields)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /x HTTP/1.1",
        "HEAD /x HTTP/1.1",
        "OPTIONS /x HTTP/1.1",
        "get /x HTTP/1.1",
        "GET /x HTTP/1.0"
      })
  void only_a_get_of_http_1_1_does(String requestLine) {
    assertThat(isAskedFor(requestLine, "Upgrade: websocket|Connection: Upgrade")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1", "Transfer-Encoding: chunked"})
  void a_request_with_a_body_does_not(String framing) {
    assertThat(isAskedFor(GET, "Upgrade: websocket|Connection: Upgrade|" + framing)).isFalse();
  }

  @Test
  void it_is_asked_for_anew_and_nothing_else_concerns_the_hop() {
    Fields fields =
        new Fields().add("Host", "b").add("TE", "trailers").add("Connection", "TE").add("A", "1");

    WebSocketUpgrade.ask(fields);

    assertThat(lines(fields))
        .isEqualTo(List.of("Host: b", "Connection: Upgrade", "A: 1", "Upgrade: websocket"));
  }

  @Test
  void it_is_confirmed_without_a_length() {
    Fields fields = new Fields().add("Content-Length", "0").add("Sec-WebSocket-Accept", "x");

    WebSocketUpgrade.confirm(fields);

    assertThat(lines(fields))
        .isEqualTo(List.of("Sec-WebSocket-Accept: x", "Connection: Upgrade", "Upgrade: websocket"));
  }

  @Test
  void an_upstream_that_asks_for_it_by_426_is_heard_and_for_nothing_else() {
    Fields webSocket = new Fields().add("Connection", "close");
    Fields other = new Fields();

    WebSocketUpgrade.offer(new Fields().add("Upgrade", "h2c, websocket"), webSocket);
    WebSocketUpgrade.offer(new Fields().add("Upgrade", "TLS/1.0"), other);

    assertThat(lines(webSocket))
        .isEqualTo(List.of("Connection: close", "Connection: Upgrade", "Upgrade: websocket"));
    assertThat(lines(other)).isEmpty();
  }

  private static boolean isAskedFor(String requestLine, String fields) {
    String[] lines =
        Stream.concat(Stream.of(requestLine, "Host: a"), Arrays.stream(fields.split("\\|")))
            .toArray(String[]::new);
    return WebSocketUpgrade.isAskedFor(head(lines));
  }
}
