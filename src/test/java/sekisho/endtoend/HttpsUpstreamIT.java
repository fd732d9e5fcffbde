package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.TlsCertificates;

class HttpsUpstreamIT {
  @TempDir static Path folder;
  @AutoClose static Nginx named;
  @AutoClose static Nginx addressed;
  @AutoClose static HttpFixture proxy;

  @BeforeAll
  static void start() throws IOException {
    TlsCertificates certificates =
        TlsCertificates.in(Files.createDirectory(folder.resolve("upstream")));
    named = Nginx.start(folder, certificates.ecdsa("named", "DNS:localhost"));
    addressed = Nginx.start(folder, certificates.ecdsa("addressed", "IP:127.0.0.1"));
    proxy =
        HttpFixture.start(
            folder,
            """
            "upstream_tls": { "ca": "AUTHORITY" },
            "routes": [
              { "path": "/name", "upstream": "https://localhost:NAMED" },
              { "path": "/address", "upstream": "https://127.0.0.1:ADDRESSED" },
              { "path": "/other/name", "upstream": "https://localhost:ADDRESSED" },
              { "path": "/other/address", "upstream": "https://127.0.0.1:NAMED" },
              { "path": "/unknown/authority", "upstream": "https://localhost:NAMED",
                "upstream_tls": { "ca": "OTHER" } },
              { "path": "/unnamed", "upstream": "https://localhost:NAMED",
                "upstream_tls": { "sni": false } },
              { "path": "/other/unnamed", "upstream": "https://localhost:ADDRESSED",
                "upstream_tls": { "sni": false } },
              { "path": "/unverified", "upstream": "https://127.0.0.1:NAMED",
                "upstream_tls": { "verify": false } }
            ]
            """
                .replace("AUTHORITY", certificates.authority().toString())
                .replace("OTHER", TlsCertificates.in(folder).authority().toString())
                .replace("NAMED", Integer.toString(named.tlsPort()))
                .replace("ADDRESSED", Integer.toString(addressed.tlsPort())));
  }

  @ParameterizedTest
  @CsvSource({"/name, localhost", "/address, ''", "/unnamed, ''", "/unverified, ''"})
  void a_name_is_sent_as_server_name_unless_sni_is_off_and_an_address_is_not(
      String path, String serverName) throws IOException {
    HttpReply reply = proxy.send("GET " + path + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("scheme=https\nsni=" + serverName + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other/name", "/other/address", "/other/unnamed", "/unknown/authority"})
  void a_certificate_of_another_or_by_an_unknown_authority_is_not_believed(String path)
      throws IOException {
    HttpReply reply = proxy.send("GET " + path + " HTTP/1.1");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).contains("upstream_tls");
  }
}
