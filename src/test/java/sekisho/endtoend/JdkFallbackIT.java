package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** Where BoringSSL does not load, the JDK's TLS serves. */
class JdkFallbackIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "tls_terminate", "upstream": "{{echo}}" } }
          }
        }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.echo();
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    Path config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("any", "DNS:a.example.com"))
            .with("echo", echo.address())
            .in(folder);
    sekisho =
        SekishoProcess.of(config)
            .detectingLeaks()
            .flags("-Dio.netty.handler.ssl.noOpenSsl=true")
            .start();
  }

  @Test
  void the_log_says_that_it_is_the_jdk_that_serves_and_what_that_means() {
    String line = sekisho.stdout().await("the library", text -> text.contains("BoringSSL"));

    assertThat(line)
        .contains("WARN")
        .contains("BoringSSL is not available here: TLS by JDK ")
        .contains("slower");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void both_versions_are_served(String version) throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(certificates.trustingContext())
            .sni("a.example.com")
            .protocols(version)
            .connect(sekisho.address())) {
      client.write("hello");

      assertThat(client.session().getProtocol()).isEqualTo(version);
      assertThat(client.in().readNBytes(5)).asString().isEqualTo("hello");
    }
  }
}
