package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.config.Mistake.http;
import static sekisho.config.Mistake.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.model.FieldEdit;

/** Header fields that the configuration cannot set or remove. */
class FieldMistakesTest {
  private static final String FRAMES = "frames the message";
  private static final String HOP_BY_HOP = "is a hop-by-hop field, which ends at the proxy";

  private static Mistake inRequests(String name, String says) {
    return http(
        "setting " + name,
        "\"set_request_headers\": {▶\"" + name + "\": \"x\"}",
        "set_request_headers." + name,
        "\"" + name + "\" " + says + "; allowed: …");
  }

  private static Mistake inResponses(String name, String says) {
    return http(
        "answering " + name,
        "\"set_response_headers\": {▶\"" + name + "\": \"\"}",
        "set_response_headers." + name,
        "\"" + name + "\" " + says + "; allowed: …");
  }

  private static Mistake removed(String name, String says) {
    return http(
        "removing " + name,
        "\"remove_response_headers\": [▶\"" + name + "\"]",
        "remove_response_headers[0]",
        "\"" + name + "\" " + says + "; allowed: …");
  }

  private static Mistake inRoute(String name, String inside, String path, String says) {
    String begin = "{\"path\": \"/\", \"upstream\": \"http://a\",\n";
    return route(name, begin + inside + "}", "0]." + path, says);
  }

  static List<Mistake> fields() {
    return List.of(
        inRequests("Content-Length", FRAMES),
        inRequests("content_length", FRAMES),
        inRequests("Transfer-Encoding", HOP_BY_HOP),
        inRequests("Connection", HOP_BY_HOP),
        inRequests("Upgrade", HOP_BY_HOP),
        inRequests("TE", HOP_BY_HOP),
        inRequests("Trailer", HOP_BY_HOP),
        inRequests("Proxy-Authorization", HOP_BY_HOP),
        inRequests("Via", "is a field that the proxy writes itself"),
        inRequests("Expect", "is between the client and the upstream"),
        http(
            "setting a name with a space",
            "\"set_request_headers\": {▶\"X A\": \"x\"}",
            "set_request_headers[\"X A\"]",
            "\"X A\" holds a character that is no part of a name, or none at all; allowed: …"),
        inResponses("Content-Length", FRAMES),
        inResponses("Keep-Alive", HOP_BY_HOP),
        inResponses("Host", "is a field of requests alone"),
        removed("transfer-encoding", HOP_BY_HOP),
        removed("Content-Length", FRAMES),
        removed("", "holds a character that is no part of a name, or none at all"),
        http(
            "a line end in a value",
            "\"set_request_headers\": {\"X-A\": ▶\"a\\r\\nX-B: b\"}",
            "set_request_headers.X-A",
            "…holds a control character; allowed: …"),
        http(
            "a value that is no text",
            "\"set_response_headers\": {\"X-A\": ▶5}",
            "set_response_headers.X-A",
            "is a …; allowed: …"),
        http(
            "a name twice",
            "\"set_request_headers\": {\"X-A\": \"1\",\n▶\"x-a\": \"2\"}",
            "set_request_headers.x-a",
            "is set on line 3 already, names have no case; allowed: once"),
        http(
            "no host",
            "\"set_request_headers\": {\"Host\": ▶\"\"}",
            "set_request_headers.Host",
            "\"\" has no name; allowed: a host, with or without a port"),
        http(
            "a bad host",
            "\"set_request_headers\": {\"host\": ▶\"a/b\"}",
            "set_request_headers.host",
            "\"a/b\" is no DNS name; allowed: a host, with or without a port"),
        inRoute(
            "a field that is set and removed",
            "\"set_response_headers\": {\"X-A\": \"1\"}, \"remove_response_headers\": [▶\"x-a\"]",
            "remove_response_headers[0]",
            "\"x-a\" is in set_response_headers too; allowed: in one of both"),
        inRoute(
            "a field that is forwarded and set",
            "\"forward_headers\": [\"x-a\"], \"set_request_headers\": {▶\"X-A\": \"1\"}",
            "set_request_headers.X-A",
            "is in forward_headers too; allowed: in one of both"),
        inRoute(
            "a host that is preserved and set",
            "\"preserve_host\": true, \"set_request_headers\": {▶\"Host\": \"a\"}",
            "set_request_headers.Host",
            "contradicts preserve_host; allowed: one of both"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }

  @Test
  void a_route_is_stronger_than_what_holds_for_all() {
    assertThat(edits("\"forward_headers\": [\"x-a\"]")).containsExactly("Host: h", "X-B: 2");
    assertThat(edits("\"preserve_host\": true")).containsExactly("X-A: 1", "X-B: 2");
    assertThat(edits("\"set_request_headers\": {\"x-b\": \"\", \"X-C\": \" ü \"}"))
        .containsExactly("X-A: 1", "Host: h", "x-b gone", "X-C: \u00c3\u00bc");
  }

  private static Stream<String> edits(String inRoute) {
    String text =
        """
        {"proxy": {"listen": ["127.0.0.1:0"], "http": {
          "set_request_headers": {"X-A": "1", "Host": "h", "X-B": "2"},
          "routes": [{"path": "/", "upstream": "http://a", IN_ROUTE}]}}}
        """
            .replace("IN_ROUTE", inRoute);
    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/etc"), Map.of());
    assertThat(loaded.errors()).isEmpty();
    return loaded
        .configuration()
        .orElseThrow()
        .proxy()
        .http()
        .routes()
        .getFirst()
        .requestEdits()
        .stream()
        .map(edit ->
            switch (edit) {
              case FieldEdit.Set(String name, String value) -> name + ": " + value;
              case FieldEdit.Remove(String name) -> name + " gone";
            });
  }
}
