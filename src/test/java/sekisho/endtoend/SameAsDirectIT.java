package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.OriginScript;
import sekisho.testing.Payload;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/**
 * What a client gets of a real origin through the proxy, and what the origin gets of it, beside the
 * same without the proxy.
 */
class SameAsDirectIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int READ_LIMIT_MILLIS = 60_000;
  private static final int LARGE_BYTES = 1 << 20;

  /** Of the connection, or written anew by any proxy. */
  private static final Set<String> NOT_END_TO_END =
      Set.of("connection", "keep-alive", "transfer-encoding", "date", "server");

  /** What the proxy says of itself and of its client (docs/http.md). */
  private static final Set<String> OF_PROXIES =
      Set.of("host", "via", "te", "x-real-ip", "x-request-id");

  @TempDir static Path folder;
  @AutoClose static OriginScript node;
  @AutoClose static OriginScript python10;
  @AutoClose static OriginScript python11;
  @AutoClose static Nginx nginx;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() throws IOException {
    node = OriginScript.node("echo.js");
    python10 = OriginScript.python("echo.py", "HTTP/1.0");
    python11 = OriginScript.python("echo.py", "HTTP/1.1");
    nginx = Nginx.start(folder, TlsCertificates.in(folder).ecdsa("nginx", "DNS:localhost"));
    Files.writeString(nginx.files().resolve("text"), "0123456789");
    try (var large = Files.newOutputStream(nginx.files().resolve("large"))) {
      Payload.write(LARGE_BYTES, large::write);
    }
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path_prefix": "/", "host": ["node.example.com"], "upstream": "NODE" },
              { "path_prefix": "/", "host": ["python10.example.com"], "upstream": "PYTHON10" },
              { "path_prefix": "/", "host": ["python11.example.com"], "upstream": "PYTHON11" },
              { "path_prefix": "/", "host": ["nginx.example.com"], "upstream": "NGINX" }
            ]
            """
                .replace("NODE", node.url())
                .replace("PYTHON10", python10.url())
                .replace("PYTHON11", python11.url())
                .replace("NGINX", nginx.url()));
  }

  static Stream<Call> ofNode() {
    return Stream.concat(Calls.ofAnyOrigin(), Calls.ofNode());
  }

  @ParameterizedTest
  @MethodSource("ofNode")
  void as_node_js_answers_without_a_proxy(Call call) throws IOException {
    assertSame(call, node, "node.example.com");
  }

  @ParameterizedTest
  @MethodSource("sekisho.endtoend.Calls#ofAnyOrigin")
  void as_python_answers_without_a_proxy_in_http_1_0(Call call) throws IOException {
    assertSame(call, python10, "python10.example.com");
  }

  @ParameterizedTest
  @MethodSource("sekisho.endtoend.Calls#ofAnyOrigin")
  void as_python_answers_without_a_proxy_in_http_1_1(Call call) throws IOException {
    assertSame(call, python11, "python11.example.com");
  }

  @ParameterizedTest
  @MethodSource("sekisho.endtoend.Calls#ofNginx")
  void as_nginx_answers_without_a_proxy(Call call) throws IOException {
    List<HttpReply> direct = direct(call, nginx.port());
    List<HttpReply> proxied = proxied(call, "nginx.example.com");

    assertThat(described(proxied)).isEqualTo(described(direct));
  }

  /** Without the proxy Node would not have used what is not for such a client. */
  @Test
  void what_http_1_0_cannot_say_does_not_reach_a_client_that_speaks_it() throws IOException {
    int before = node.lines().size();
    List<HttpReply> hints = proxied(Call.of("GET /hints HTTP/1.0"), "node.example.com");
    List<HttpReply> chunked = proxied(Call.of("GET /chunked HTTP/1.0"), "node.example.com");
    // So that neither line comes among those of another test.
    Await.until("the origin has seen both", () -> node.lines().size() >= before + 2);

    assertThat(described(hints)).containsExactly("200 OK", "Content-Length: 11", "after hints");
    assertThat(described(chunked)).contains("200 OK").endsWith("one two three");
    assertThat(chunked.getFirst().field("Transfer-Encoding")).isEmpty();
  }

  private static void assertSame(Call call, OriginScript origin, String host) throws IOException {
    int before = origin.lines().size();
    int requests = call.methods().size();
    List<HttpReply> direct = direct(call, origin.port());
    List<HttpReply> proxied = proxied(call, host);
    Await.until("the origin has seen both", () -> origin.lines().size() >= before + 2 * requests);
    List<String> seen = origin.lines();

    assertThat(described(proxied)).isEqualTo(described(direct));
    assertThat(received(seen.subList(before + requests, seen.size())))
        .isEqualTo(received(seen.subList(before, before + requests)));
  }

  private static List<HttpReply> direct(Call call, int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      return call.make("127.0.0.1:" + port, socket.getInputStream(), socket.getOutputStream());
    }
  }

  private static List<HttpReply> proxied(Call call, String host) throws IOException {
    try (RawTlsClient client = proxy.connect(host)) {
      return call.make(host, client.in(), client.out());
    }
  }

  /** All that is from end to end: status and reason, fields in order, body, trailers. */
  private static List<String> described(List<HttpReply> replies) {
    List<String> lines = new ArrayList<>();
    for (HttpReply reply : replies) {
      lines.add(reply.statusLine().substring("HTTP/1.1 ".length()));
      reply.fields().stream().filter(line -> isEndToEnd(nameOf(line))).forEach(lines::add);
      lines.add(new String(reply.body(), ISO_8859_1));
      lines.addAll(reply.trailers());
    }
    return lines;
  }

  private static String nameOf(String fieldLine) {
    return fieldLine.substring(0, fieldLine.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  private static boolean isEndToEnd(String name) {
    return !NOT_END_TO_END.contains(name);
  }

  /** What the origin says that it was sent, without what is the proxy's. */
  private static List<String> received(List<String> lines) {
    List<String> received = new ArrayList<>();
    for (String line : lines) {
      JsonNode request = read(line);
      received.add(request.path("method").asText() + " " + request.path("target").asText());
      for (JsonNode field : request.path("fields")) {
        String name = field.get(0).asText().toLowerCase(Locale.ROOT);
        if (isEndToEnd(name) && !OF_PROXIES.contains(name) && !name.startsWith("x-forwarded-")) {
          received.add(field.toString());
        }
      }
      received.add(request.path("body").toString());
      received.add(request.path("trailers").toString());
    }
    return received;
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
