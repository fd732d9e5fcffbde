package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.Handshake.SWITCH;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** Traps 26 and 27 for tunnels: how they end, and what the access log says of them then. */
class WebSocketTunnelIT {
  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static RawServer unix;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    Path socket = folder.resolve("origin.sock");
    unix =
        RawServer.start(
            socket,
            c -> {
              c.readThrough("\r\n\r\n");
              RawServer.echo(c.write(SWITCH));
            });
    proxy =
        HttpFixture.start(
            folder,
            """
            "websocket_idle_timeout_secs": 1,
            "routes": [
              { "path": "/unix", "upstream": "unix:SOCKET" },
              { "path_prefix": "/patient/", "upstream": "ORIGIN", "websocket_idle_timeout_secs": 0 },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("SOCKET", socket.toString())
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void its_upstream_may_be_a_unix_socket() throws IOException {
    try (RawTlsClient client = Handshake.open(proxy, "/unix")) {
      assertThat(Handshake.read(client.write("through the file"), 16))
          .isEqualTo("through the file");
    }
  }

  @Test
  void the_end_of_the_upstream_comes_behind_its_last_bytes() throws IOException {
    origin.on("/end", c -> c.write(SWITCH + "goodbye").close());
    try (RawTlsClient client = Handshake.open(proxy, "/end")) {
      TlsEnding ending = client.readToEnd();

      assertThat(ending.text()).isEqualTo("goodbye");
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
    assertLogged("/end", 0, 7);
    assertThat(logged("/end").has("reason")).isFalse();
  }

  @Test
  void the_end_of_the_client_comes_behind_its_last_bytes() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    origin.on("/left", c -> received.complete(c.write(SWITCH).readToEnd()));
    try (RawTlsClient client = Handshake.open(proxy, "/left")) {
      client.write("last words").finish();

      assertThat(received.get().text()).isEqualTo("last words");
      assertThat(received.get().manner()).isEqualTo(Ending.Manner.FIN);
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
    assertLogged("/left", 10, 0);
    assertThat(logged("/left").has("reason")).isFalse();
  }

  @Test
  void a_reset_of_either_side_ends_the_other_and_is_told() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    origin.on("/reset/client", c -> received.complete(c.write(SWITCH + "x").readToEnd()));
    try (RawTlsClient client = Handshake.open(proxy, "/reset/client")) {
      Handshake.read(client, 1);
      client.reset();

      assertThat(received.get().bytes()).isEmpty();
      assertThat(logged("/reset/client").path("reason").asText()).isEqualTo("client_abort");
    }
    origin.on(
        "/reset/upstream",
        c -> {
          c.write(SWITCH).readExactly(1);
          c.reset();
        });
    try (RawTlsClient client = Handshake.open(proxy, "/reset/upstream")) {
      client.write("x");

      assertThat(client.readToEnd().bytes()).isEmpty();
      assertThat(logged("/reset/upstream").path("reason").asText()).isEqualTo("upstream_reset");
    }
  }

  @Test
  void the_access_log_line_comes_at_the_end_with_what_went_both_ways() throws Exception {
    origin.on("/patient/logged", c -> RawServer.echo(c.write(SWITCH + "hi ")));
    try (RawTlsClient client = Handshake.open(proxy, "/patient/logged")) {
      assertThat(Handshake.read(client.write("there"), 8)).isEqualTo("hi there");
      Await.passing(Duration.ofMillis(1200));

      assertThat(proxy.sekisho().accessLog().lines())
          .noneMatch(line -> line.path("path").asText().equals("/patient/logged"));
    }
    JsonNode line = logged("/patient/logged");
    assertLogged("/patient/logged", 5, 8);
    assertThat(line.path("status").asInt()).isEqualTo(101);
    assertThat(line.path("duration_ms").asDouble()).isGreaterThan(1200);
    assertThat(line.path("upstream").asText()).isEqualTo(origin.url());
    assertThat(proxy.sekisho().accessLog().lines())
        .filteredOn(other -> other.path("path").asText().equals("/patient/logged"))
        .hasSize(1);
  }

  @Test
  void a_tunnel_without_a_byte_is_closed_after_its_time() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    origin.on("/idle", c -> received.complete(c.write(SWITCH).readToEnd()));
    try (RawTlsClient client = Handshake.open(proxy, "/idle")) {
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(received.get().manner()).isEqualTo(Ending.Manner.FIN);
      assertThat(logged("/idle").path("reason").asText()).isEqualTo("relay_idle");
    }
  }

  @Test
  void slow_steady_traffic_of_one_side_keeps_it() throws IOException {
    origin.on("/steady/down", c -> drip(c.write(SWITCH)));
    try (RawTlsClient client = Handshake.open(proxy, "/steady/down")) {
      assertThat(client.readToEnd().text()).isEqualTo("xxxxxxxxxx");
    }
    CompletableFuture<Ending> received = new CompletableFuture<>();
    origin.on("/steady/up", c -> received.complete(c.write(SWITCH).readToEnd()));
    try (RawTlsClient client = Handshake.open(proxy, "/steady/up")) {
      for (int i = 0; i < 10; i++) {
        Await.passing(Duration.ofMillis(200));
        client.write("y");
      }
      client.finish();

      assertThat(received.join().text()).isEqualTo("yyyyyyyyyy");
    }
  }

  private static void drip(RawConnection connection) throws IOException {
    for (int i = 0; i < 10; i++) {
      Await.passing(Duration.ofMillis(200));
      connection.write("x");
    }
    connection.close();
  }

  @Test
  void it_lives_through_a_stop_until_the_time_is_over() throws Exception {
    CompletableFuture<Ending> received = new CompletableFuture<>();
    origin.on(
        "/stopped",
        c -> {
          c.write(SWITCH).write(c.readExactly(4));
          received.complete(c.readToEnd());
        });
    try (HttpFixture stopping = stopping(2);
        RawTlsClient client = Handshake.open(stopping, "/stopped")) {
      stopping.sekisho().terminate();
      stopping.sekisho().stdout().await("the stop", l -> l.contains("for 1 connections"));

      assertThat(Handshake.read(client.write("ping"), 4)).isEqualTo("ping");
      assertThat(stopping.sekisho().awaitExit()).isZero();
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(received.get().text()).isEmpty();
      JsonNode line = stopping.sekisho().accessLog().await("/stopped");
      assertThat(line.path("status").asInt()).isEqualTo(101);
      assertThat(line.path("reason").asText()).isEqualTo("shutdown");
      assertThat(line.path("request_bytes").asInt()).isEqualTo(4);
    }
  }

  @Test
  void a_tunnel_that_ends_lets_the_stop_go_on_at_once() throws Exception {
    origin.on("/ends", c -> RawServer.echo(c.write(SWITCH)));
    try (HttpFixture stopping = stopping(600);
        RawTlsClient client = Handshake.open(stopping, "/ends")) {
      stopping.sekisho().terminate();
      stopping.sekisho().stdout().await("the stop", l -> l.contains("for 1 connections"));
      client.close();

      assertThat(stopping.sekisho().awaitExit()).isZero();
    }
  }

  private static HttpFixture stopping(int shutdownTimeout) throws IOException {
    return HttpFixture.start(
        Files.createTempDirectory(folder, "stopping"),
        "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"" + origin.url() + "\" }]",
        "\"shutdown_timeout_secs\": " + shutdownTimeout);
  }

  private static void assertLogged(String path, int fromClient, int fromUpstream) {
    JsonNode line = logged(path);
    assertThat(line.path("status").asInt()).isEqualTo(101);
    assertThat(line.path("request_bytes").asInt()).isEqualTo(fromClient);
    assertThat(line.path("response_bytes").asInt()).isEqualTo(fromUpstream);
  }

  private static JsonNode logged(String path) {
    return proxy.sekisho().accessLog().await(path);
  }
}
