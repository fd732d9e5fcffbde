package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;

/** A proxy that does not say what it is. */
class ServerHeaderIT {
  @TempDir static Path folder;

  @AutoClose
  static RawOrigin origin =
      RawOrigin.answering(
          "HTTP/1.1 200 OK\r\nServer: origin/1\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
              + "Content-Length: 0\r\n\r\n");

  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() {
    proxy =
        HttpFixture.start(
            folder,
            """
            "server_header": false,
            "routes": [{ "path_prefix": "/origin", "upstream": "ORIGIN" }]
            """
                .replace("ORIGIN", origin.url()));
  }

  @Test
  void the_upstreams_server_and_date_pass() throws IOException {
    HttpReply reply = proxy.send("GET /origin HTTP/1.1");

    assertThat(reply.fields())
        .contains("Server: origin/1", "Date: Thu, 01 Jan 1970 00:00:00 GMT")
        .filteredOn(line -> line.startsWith("Server:") || line.startsWith("Date:"))
        .hasSize(2);
  }

  @Test
  void own_answers_name_no_server() throws IOException {
    HttpReply reply = proxy.send("GET /nowhere HTTP/1.1");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.field("Server")).isEmpty();
    assertThat(reply.field("Date")).isPresent();
  }

  @Test
  void our_via_follows_the_clients_and_tells_what_it_spoke() throws IOException {
    proxy.send("GET /origin HTTP/1.1", "Via: 1.0 far");
    assertThat(origin.lastRequest().values("Via")).containsExactly("1.0 far", "1.1 sekisho");

    proxy.send("GET /origin HTTP/1.0");
    assertThat(origin.lastRequest().values("Via")).containsExactly("1.0 sekisho");
  }
}
