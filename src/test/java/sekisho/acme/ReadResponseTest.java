package sekisho.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadResponseTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/whole",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("whole".getBytes(US_ASCII));
          exchange.close();
        });
    server.createContext(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("half".getBytes(US_ASCII));
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] some = new byte[10_000];
          try {
            while (true) {
              exchange.getResponseBody().write(some);
            }
          } catch (IOException e) {
            exchange.close();
          }
        });
    server.start();
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    client.shutdownNow();
  }

  private HttpResponse<InputStream> answer(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void a_body_that_ends_is_there() throws Exception {
    assertThat(ReadResponse.of(answer("/whole"), LONG).body()).hasContent("whole");
  }

  @Test
  void a_body_that_stalls_is_not_waited_for() throws Exception {
    HttpResponse<InputStream> half = answer("/half");

    assertThatThrownBy(() -> ReadResponse.of(half, SHORT)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void a_body_without_end_is_not_read_to_its_end() throws Exception {
    HttpResponse<InputStream> endless = answer("/endless");

    assertThatThrownBy(() -> ReadResponse.of(endless, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }
}
