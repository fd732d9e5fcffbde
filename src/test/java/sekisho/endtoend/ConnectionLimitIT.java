package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawTlsClient;

/** How many requests a client has in flight: one, here. */
class ConnectionLimitIT {
  @TempDir static Path folder;
  @AutoClose static SwitchingOrigin origin = new SwitchingOrigin();
  @AutoClose static HttpFixture proxy;
  static OneInFlight clients;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "connection_limit": { "max": 1, "key": "header:X-Client" },
            "routes": [
              { "path_prefix": "/dry/", "upstream": "ORIGIN",
                "connection_limit": { "max": 1, "dry_run": true } },
              { "path_prefix": "/status/", "upstream": "ORIGIN",
                "connection_limit": { "max": 1, "key": "header:X-Client", "status": 429 } },
              { "path_prefix": "/", "upstream": "ORIGIN" }
            ]
            """
                .replace("ORIGIN", origin.url()));
    clients = new OneInFlight(proxy, origin);
    origin.on("/ok", c -> c.write(RawOrigin.ok("ok")));
  }

  @Test
  void one_too_many_is_refused_and_the_first_is_not_disturbed() throws Exception {
    CountDownLatch goOn = clients.hold("/hold/first");
    try (RawTlsClient first = clients.ask("/hold/first", "first");
        RawTlsClient second = proxy.connect()) {
      HttpReply refused = OneInFlight.get(second, "/too/many", "first");
      HttpReply other = OneInFlight.get(second, "/ok", "other");
      goOn.countDown();
      HttpReply served = HttpReply.read(first.in());

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("connection_limited");
      assertThat(refused.field("Retry-After")).isEmpty();
      assertThat(other.status()).isEqualTo(200);
      assertThat(served.text()).isEqualTo("held");
      JsonNode line = proxy.sekisho().accessLog().await("/too/many");
      assertThat(line.path("reason").asText()).isEqualTo("connection_limited");
      assertThat(line.path("status").asInt()).isEqualTo(503);
    }
    clients.assertFreeOnce("first");
  }

  @Test
  void requests_one_after_the_other_are_never_too_many() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      for (int i = 0; i < 50; i++) {
        assertThat(OneInFlight.get(client, "/ok", "steady").status()).isEqualTo(200);
      }
      client.write(OneInFlight.head("GET /ok HTTP/1.1", "steady").repeat(10));
      for (int i = 0; i < 10; i++) {
        assertThat(HttpReply.read(client.in()).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_dry_run_serves_and_tells_whom_it_would_have_refused() throws Exception {
    CountDownLatch goOn = clients.hold("/dry/one");
    origin.on("/dry/two", c -> c.write(RawOrigin.ok("ok")));
    try (RawTlsClient first = clients.ask("/dry/one", "dry")) {
      assertThat(clients.get("/dry/two", "dry").status()).isEqualTo(200);
      goOn.countDown();
      assertThat(HttpReply.read(first.in()).status()).isEqualTo(200);
    }
    assertThat(proxy.sekisho().accessLog().await("/dry/two").path("dry_run").asText())
        .isEqualTo("connection_limited");
    assertThat(proxy.sekisho().accessLog().await("/dry/one").has("dry_run")).isFalse();
  }

  @Test
  void the_status_is_the_configurations() throws Exception {
    CountDownLatch goOn = clients.hold("/status/held");
    try (RawTlsClient first = clients.ask("/status/held", "status")) {
      assertThat(clients.get("/status/other", "status").status()).isEqualTo(429);
      // A limit of its own: not that of the other routes.
      assertThat(clients.get("/ok", "status").status()).isEqualTo(200);
      goOn.countDown();
      assertThat(HttpReply.read(first.in()).status()).isEqualTo(200);
    }
  }
}
