package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.Curl;
import sekisho.testing.Ending;
import sekisho.testing.Nginx;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;

/** {@code examples/seed.jsonc} with nothing but its addresses and paths replaced, before nginx. */
class SeedConfigurationIT {
  @TempDir static Path folder;
  @AutoClose static Nginx nginx;
  @AutoClose static RawServer turn;
  @AutoClose static ReservedPort port;
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() throws IOException {
    certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair pair =
        certificates.ecdsa("seed", "DNS:sora.example.com", "DNS:sora-turn.example.com");
    nginx = Nginx.start(folder, certificates.rsa("origin", "DNS:localhost"));
    // The seed's proxy_protocol is on: the header comes first.
    turn =
        RawServer.start(connection -> {
          connection.write("<" + connection.readThrough("\r\n").trim() + ">");
          byte[] buffer = new byte[4096];
          for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) {
            connection.write(buffer, 0, n);
          }
        });
    port = ReservedPort.anywhere();
    sekisho =
        SekishoProcess.of(seed(pair))
            .detectingLeaks()
            .environment("SSL_CERT_FILE", certificates.authority().toString())
            .start();
  }

  private static Path seed(TlsCertificates.Pair pair) throws IOException {
    Map<String, String> replacements = new LinkedHashMap<>();
    replacements.put("0.0.0.0:443", "0.0.0.0:" + port.number());
    replacements.put("[::]:443", "[::]:" + port.number());
    replacements.put("/path/fullchain.pem", pair.certificate().toString());
    replacements.put("/path/privkey.pem", pair.privateKey().toString());
    replacements.put("192.0.2.1:3478", turn.address());
    replacements.put("http://127.0.0.1:5000", nginx.url());
    replacements.put("http://127.0.0.1:3000", nginx.url());
    replacements.put("https://example.com/", nginx.tlsUrl() + "/");
    replacements.put("127.0.0.1:9090", "127.0.0.1:0");
    replacements.put("127.0.0.1:9091", "127.0.0.1:0");
    String seed = Files.readString(SekishoProgram.checkout().resolve("examples/seed.jsonc"));
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      assertThat(seed).contains(replacement.getKey());
      seed = seed.replace(replacement.getKey(), replacement.getValue());
    }
    return Files.writeString(folder.resolve("seed.jsonc"), seed);
  }

  @Test
  void a_path_prefix_with_an_upstream_path_is_replaced() {
    Curl.Answer answer = get("/api/users?id=1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("method=GET\nuri=/users?id=1\nprotocol=HTTP/1.1\nscheme=http\n")
        .contains("host=127.0.0.1:" + nginx.port() + "\n")
        .contains("x-real-ip=127.0.0.1\nx-forwarded-for=127.0.0.1\nx-forwarded-proto=https\n")
        .contains("x-forwarded-host=sora.example.com:" + port.number() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/whip/room", "/whip-session/1", "/whep/room", "/whep-session/1?a=%20b"})
  void a_path_regex_passes_the_target_the_host_and_authorization(String target) {
    Curl.Answer answer = get(target, "--header", "Authorization: Bearer secret");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("uri=" + target + "\n")
        .contains("host=sora.example.com:" + port.number() + "\n")
        .contains("authorization=Bearer secret\n");
  }

  @Test
  void an_exact_path_passes_as_it_is() {
    Curl.Answer answer = get("/.ok");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("uri=/.ok\n");
  }

  @Test
  void everything_else_goes_to_the_https_upstream_under_its_own_name() {
    Curl.Answer answer = get("/other/page?q=1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("uri=/other/page?q=1\n")
        .contains("scheme=https\nsni=localhost\nhost=localhost:" + nginx.tlsPort() + "\n");
  }

  @Test
  void the_websocket_route_asks_for_an_upgrade() {
    Curl.Answer answer = get("/signaling", "--dump-header", "-");

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.body().lines().map(String::toLowerCase)).contains("upgrade: websocket");
  }

  @Test
  void uploads_reach_the_upstream_whole() throws IOException {
    Path body = Files.write(folder.resolve("body.bin"), new byte[3 << 20]);

    Curl.Answer withLength = get("/upload", "--data-binary", "@" + body);
    Curl.Answer chunked =
        get("/upload", "--data-binary", "@" + body, "--header", "Transfer-Encoding: chunked");

    assertThat(withLength.body()).isEqualTo("received " + (3 << 20));
    assertThat(chunked.body()).isEqualTo("received " + (3 << 20));
  }

  @Test
  void a_plain_tcp_stream_on_the_tls_port_reaches_default() throws IOException {
    try (RawConnection client = RawConnection.to(ipv4())) {
      client.write("not TLS").finish();

      Ending ending = client.readToEnd();

      String header =
          "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.localAddress().getPort() + " " + port.number();
      assertThat(ending.text()).isEqualTo("<" + header + ">not TLS");
    }
  }

  @Test
  void a_name_with_a_tcp_upstream_gets_tls_ended_before_it() throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(certificates.trustingContext())
            .sni("sora-turn.example.com")
            .connect(ipv4())) {
      client.write("plain to TURN");

      String header = "<PROXY TCP4 127.0.0.1 127.0.0.1 ";
      byte[] answer = client.in().readNBytes(header.length());

      assertThat(new String(answer, US_ASCII)).isEqualTo(header);
    }
  }

  @Test
  void a_rejected_name_gets_no_byte() throws IOException {
    try (RawConnection client = RawConnection.to(ipv4())) {
      client.write(ClientHelloBytes.ofJdk("old.example.com"));

      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void the_ipv4_and_the_ipv6_wildcard_answer_on_the_same_port() {
    Curl.Answer overIpv4 = get("/.ok");
    Curl.Answer overIpv6 =
        Curl.to(new InetSocketAddress("::1", port.number()), certificates.authority())
            .get("sora.example.com", "/.ok");

    assertThat(overIpv4.status()).isEqualTo(200);
    assertThat(overIpv4.body()).contains("x-real-ip=127.0.0.1\n");
    assertThat(overIpv6.status()).isEqualTo(200);
    assertThat(overIpv6.body()).containsPattern("x-real-ip=(::1|0:0:0:0:0:0:0:1)\n");
  }

  private static Curl.Answer get(String target, String... options) {
    return Curl.to(ipv4(), certificates.authority()).get("sora.example.com", target, options);
  }

  private static InetSocketAddress ipv4() {
    return new InetSocketAddress("127.0.0.1", port.number());
  }
}
