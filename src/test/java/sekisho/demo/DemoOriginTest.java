package sekisho.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOriginTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Vertx vertx;
  private static DemoOrigin origin;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    origin = DemoOrigin.start(vertx).toCompletionStage().toCompletableFuture().join();
  }

  @AfterAll
  static void stop() {
    origin.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html, Sekisho works",
    "/demo.js, text/javascript, WebSocket",
    "/demo.css, text/css, color-scheme",
    "/favicon.svg, image/svg+xml, svg"
  })
  void serves_its_site(String path, String type, String content) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith(type);
    assertThat(answer.body()).contains(content);
  }

  @ParameterizedTest
  @CsvSource({"/, POST, 405", "/upload, GET, 405", "/echo, GET, 426", "/nothing, GET, 404"})
  void refuses_what_it_does_not_have(String path, String method, int status) throws Exception {
    HttpResponse<String> answer =
        send(request(path).method(method, BodyPublishers.noBody()).build());

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void shows_the_request_that_it_was_sent() throws Exception {
    HttpResponse<String> answer = send(request("/headers?a=b").header("X-Mark", "42").build());

    assertThat(answer.body())
        .contains("\"method\":\"GET\"")
        .contains("\"target\":\"/headers?a=b\"")
        .contains("{\"name\":\"X-Mark\",\"value\":\"42\"}");
  }

  @Test
  void counts_and_hashes_an_upload() throws Exception {
    HttpResponse<String> answer =
        send(request("/upload").POST(BodyPublishers.ofString("abc")).build());

    assertThat(answer.body())
        .isEqualTo(
            "{\"bytes\":3,\"sha256\":"
                + "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}");
  }

  @ParameterizedTest
  @CsvSource({"bytes=100001, 100001", "bytes=0, 0", "bytes=-5, 0", "bytes=x, 1048576"})
  void sends_as_many_bytes_as_asked(String query, int bytes) throws Exception {
    assertThat(get("/download?" + query).body()).hasSize(bytes);
  }

  @Test
  void sends_a_line_per_second_and_the_end() throws Exception {
    assertThat(get("/slow?seconds=1").body()).isEqualTo("second 1 of 1\ndone\n");
  }

  @Test
  void echoes_what_a_websocket_says() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.complete(data.toString());
            return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
          }
        };

    URI echo = URI.create(origin.url().replaceFirst("http", "ws") + "/echo");
    WebSocket socket = CLIENT.newWebSocketBuilder().buildAsync(echo, listener).join();
    socket.sendText("May I pass?", true).join();

    assertThat(heard.join()).isEqualTo("May I pass?");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path).build());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin.url() + path));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
