package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;
import sekisho.testing.Tools;

class TlsTerminationIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            {{settings}}
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "tcp.example.com", "mode": "tls_terminate", "upstream": "{{echo}}" },
                { "server_name": "alpn.example.com", "mode": "tls_terminate", "upstream": "{{echo}}", "alpn": ["stun.turn", "stun.nat-discovery"] }
              ]
            }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "http://127.0.0.1:1" }] }
        }
      }
      """;
  private static final String NO_APPLICATION_PROTOCOL = "15030300020278"; // RFC 7301 §3.2: 120

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.echo();
  @AutoClose static SekishoProcess byDefault;
  static TlsCertificates certificates;
  static TlsCertificates.Pair pair;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    pair = certificates.ecdsa("any", "DNS:*.example.com");
    byDefault = start("");
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, http.example.com", "TLSv1.3, http.example.com", "TLSv1.3, tcp.example.com"})
  void both_versions_are_served_by_default(String version, String name) throws IOException {
    try (RawTlsClient client = offer(name).protocols(version).connect(byDefault.address())) {
      assertThat(client.session().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "min_protocol_version, 1.3, TLSv1.2, TLSv1.3",
    "max_protocol_version, 1.2, TLSv1.3, TLSv1.2"
  })
  void a_version_out_of_the_configured_bounds_is_refused(
      String key, String bound, String refused, String served) throws IOException {
    try (SekishoProcess sekisho = start("\"" + key + "\": \"" + bound + "\",")) {
      assertThatThrownBy(() -> offer("a.example.com").protocols(refused).connect(sekisho.address()))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("protocol_version");
      try (RawTlsClient client =
          offer("a.example.com").protocols(served).connect(sekisho.address())) {
        assertThat(client.session().getProtocol()).isEqualTo(served);
      }
    }
  }

  @Test
  void the_http_handler_speaks_http_1_1_by_alpn() throws IOException {
    try (RawTlsClient client =
        offer("a.example.com").alpn("h2", "http/1.1").connect(byDefault.address())) {
      assertThat(client.applicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void the_http_handler_takes_clients_without_alpn() throws IOException {
    try (RawTlsClient client = offer("a.example.com").connect(byDefault.address())) {
      assertThat(client.applicationProtocol()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example.com", "alpn.example.com"})
  void a_client_whose_alpn_has_nothing_we_speak_gets_a_fatal_alert(String name) throws IOException {
    try (RawConnection client = RawConnection.to(byDefault.address())) {
      client.write(ClientHelloBytes.ofJdk(name, "h2"));

      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).asHexString().isEqualToIgnoringCase(NO_APPLICATION_PROTOCOL);
    }
  }

  @Test
  void a_tcp_route_negotiates_the_alpn_it_lists() throws IOException {
    try (RawTlsClient client =
        offer("alpn.example.com").alpn("stun.nat-discovery").connect(byDefault.address())) {
      assertThat(client.applicationProtocol()).isEqualTo("stun.nat-discovery");
    }
  }

  @Test
  void a_tcp_route_that_lists_none_leaves_alpn_unanswered() throws IOException {
    try (RawTlsClient client =
        offer("tcp.example.com").alpn("stun.turn").connect(byDefault.address())) {
      assertThat(client.applicationProtocol()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void sessions_are_not_resumed_by_default(String version) {
    assertThat(secondHandshake(byDefault, version)).isEqualTo("New");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void sessions_are_resumed_by_ticket_when_tickets_are_on(String version) {
    try (SekishoProcess sekisho = start("\"session_tickets\": true,")) {
      assertThat(secondHandshake(sekisho, version)).isEqualTo("Reused");
    }
  }

  @Test
  void tls_1_2_sessions_are_resumed_by_id_when_the_cache_is_on() {
    try (SekishoProcess sekisho = start("\"session_cache\": true,")) {
      assertThat(secondHandshake(sekisho, "-tls1_2", "-no_ticket")).isEqualTo("Reused");
    }
  }

  /** Whether openssl says that its second handshake was New or Reused. */
  private static String secondHandshake(SekishoProcess sekisho, String... options) {
    Path session = folder.resolve("session-" + System.nanoTime() + ".pem");
    Command.Result first = openssl(sekisho, List.of("-sess_out", session.toString()), options);
    assertThat(first.stdout()).contains("New, TLSv1");
    if (!session.toFile().exists()) {
      return "New"; // The server offered nothing to resume by.
    }
    String second = openssl(sekisho, List.of("-sess_in", session.toString()), options).stdout();
    return second.contains("Reused, TLSv1") ? "Reused" : "New";
  }

  private static Command.Result openssl(
      SekishoProcess sekisho, List<String> session, String... options) {
    List<String> command = new ArrayList<>();
    // s_client takes the tickets of TLS 1.3 while it reads the answer to its request.
    command.addAll(List.of("sh", "-c", "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | \"$0\" \"$@\""));
    command.addAll(List.of(Tools.require("openssl").toString(), "s_client", "-ign_eof"));
    command.addAll(List.of("-connect", "127.0.0.1:" + sekisho.port()));
    command.addAll(List.of("-servername", "a.example.com"));
    command.addAll(session);
    command.addAll(List.of(options));
    return Command.run(command);
  }

  private static RawTlsClient.Offer offer(String name) {
    return RawTlsClient.of(certificates.trustingContext()).sni(name);
  }

  private static SekishoProcess start(String settings) {
    return SekishoProcess.run(
        ConfigFile.of(CONFIG)
            .with(pair)
            .with("settings", settings)
            .with("echo", echo.address())
            .in(folder));
  }
}
