package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

class SniRoutingIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual",
            "certificate": "{{certificate}}",
            "private_key": "{{key}}",
            "certificates": [{ "certificate": "{{certificate2}}", "private_key": "{{key2}}" }],
            "handshake_timeout_secs": 2,
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{default}}" },
              "sni": [
                { "server_name": "one.example.com", "mode": "tls_terminate", "upstream": "{{one}}" },
                { "server_name": "two.example.com", "mode": "tls_terminate", "upstream": "{{two}}" },
                { "server_name": "exact.example.com", "mode": "transparent", "upstream": "{{exact}}" },
                { "server_name": "*.example.com", "mode": "transparent", "upstream": "{{wildcard}}" },
                { "server_name": "dropped.example.com", "mode": "reject" },
                { "server_name": "reset.example.com", "mode": "reject", "reject_with": "reset" },
                { "server_name": "alerted.example.com", "mode": "reject", "reject_with": "alert" }
              ]
            }
          }
        }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static NamedServer byDefault = NamedServer.named("default");
  @AutoClose static NamedServer one = NamedServer.named("one");
  @AutoClose static NamedServer two = NamedServer.named("two");
  @AutoClose static NamedServer exact = NamedServer.named("exact");
  @AutoClose static NamedServer wildcard = NamedServer.named("wildcard");
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair second = certificates.rsa("two", "DNS:two.example.com");
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("one", "DNS:one.example.com"))
                .with("certificate2", second.certificate())
                .with("key2", second.privateKey())
                .with("default", byDefault.address())
                .with("one", one.address())
                .with("two", two.address())
                .with("exact", exact.address())
                .with("wildcard", wildcard.address())
                .in(folder));
  }

  @ParameterizedTest
  @CsvSource({"one.example.com, one, CN=one", "two.example.com, two, CN=two"})
  void each_name_gets_its_certificate_and_its_upstream(String name, String server, String subject)
      throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(certificates.trustingContext()).sni(name).connect(sekisho.address())) {
      assertThat(client.serverCertificate().getSubjectX500Principal().getName()).isEqualTo(subject);
      assertThat(client.in().readNBytes(server.length())).asString().isEqualTo(server);
    }
  }

  // 34
  @ParameterizedTest
  @CsvSource({
    "exact.example.com, exact",
    "EXACT.Example.COM, exact",
    "exact.example.com., exact",
    "EXACT.EXAMPLE.COM., exact",
    "other.example.com, wildcard",
    "OTHER.example.com., wildcard",
    "deeper.other.example.com, default",
    "example.com, default",
    "xexample.com, default",
    "example.com.evil.test, default"
  })
  void names_are_compared_without_case_and_final_dot_and_wildcards_are_one_label_deep(
      String name, String server) throws IOException {
    byte[] hello = helloFor(name);
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write(hello).finish();

      assertThat(client.readToEnd().text()).isEqualTo(server + new String(hello, ISO_8859_1));
    }
  }

  @ParameterizedTest
  @CsvSource({"dropped.example.com, FIN", "reset.example.com, RST"})
  void a_rejected_name_gets_no_byte_and_the_end_it_is_configured_for(
      String name, Ending.Manner manner) throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write(helloFor(name));

      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(manner);
    }
  }

  // 27
  @ParameterizedTest
  @ValueSource(strings = {"dropped.example.com", "alerted.example.com"})
  void a_rejected_client_that_goes_on_sending_still_meets_fin(String name) throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write(helloFor(name)).write(new byte[64 << 10]);
      Ending ending = client.readToEnd();
      client.write("and more").finish();

      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void a_name_rejected_with_an_alert_gets_unrecognized_name_and_fin() throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write(helloFor("alerted.example.com"));

      Ending ending = client.readToEnd();

      // RFC 8446 §6.2: fatal, unrecognized_name(112).
      assertThat(ending.bytes()).containsExactly(21, 3, 3, 0, 2, 2, 112);
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void bytes_that_are_not_tls_go_to_default_unchanged() throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      client.write("SSH-2.0-client\r\n").finish();

      assertThat(client.readToEnd().text()).isEqualTo("defaultSSH-2.0-client\r\n");
    }
  }

  @Test
  void a_client_that_says_nothing_goes_to_default_after_the_deadline() throws IOException {
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      byte[] banner = client.readExactly("default".length());

      assertThat(banner).asString().isEqualTo("default");
    }
  }

  // 28
  @Test
  void a_hello_that_trickles_in_meets_an_absolute_deadline() throws Exception {
    byte[] hello = helloFor("exact.example.com");
    int before = exact.connections() + byDefault.connections();
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      Thread trickle = Thread.ofVirtual().start(() -> Trickle.write(client, hello));

      Ending ending = client.readToEnd();
      trickle.join();

      assertThat(ending.bytes()).isEmpty();
      assertThat(client.bytesWritten()).isLessThan(hello.length);
      assertThat(exact.connections() + byDefault.connections()).isEqualTo(before);
    }
  }

  /** The JDK's hello with a name that the JDK itself might refuse to send. */
  private static byte[] helloFor(String name) {
    String stand = "x".repeat(name.length());
    return ClientHelloBytes.patched(
        ClientHelloBytes.ofJdk(stand), stand.getBytes(ISO_8859_1), name.getBytes(ISO_8859_1));
  }
}
