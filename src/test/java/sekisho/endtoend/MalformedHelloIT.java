package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** What no well-behaved client sends is refused; it never falls through to default. */
class MalformedHelloIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{default}}" },
              "sni": [
                { "server_name": "named.example.com", "mode": "transparent", "upstream": "{{default}}" }
              ]
            }
          }
        }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static NamedServer byDefault = NamedServer.named("default");
  @AutoClose static SekishoProcess sekisho;

  @BeforeAll
  static void start() {
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(TlsCertificates.in(folder).ecdsa("any", "DNS:named.example.com"))
                .with("default", byDefault.address())
                .in(folder));
  }

  // 33
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "2001:db8::1",
        "n\u00e4med.example.com",
        "na med.example.com",
        "named..example.com",
        ".example.com",
        "named.example.com\0",
        "*.example.com",
        "a/../b"
      })
  void a_server_name_that_is_no_host_name_is_rejected_and_not_sent_to_default(String name)
      throws IOException {
    String stand = "x".repeat(name.length());
    byte[] hello =
        ClientHelloBytes.patched(
            ClientHelloBytes.ofJdk(stand), stand.getBytes(ISO_8859_1), name.getBytes(ISO_8859_1));

    assertRejected(hello);
  }

  // 33
  @Test
  void an_over_long_server_name_is_rejected() throws IOException {
    String name = ("x".repeat(60) + ".").repeat(4);
    // Its labels run together: one of more than 63 characters.
    byte[] tooLong =
        ClientHelloBytes.patched(
            ClientHelloBytes.ofJdk(name + "example"),
            name.getBytes(ISO_8859_1),
            name.replace('.', 'x').getBytes(ISO_8859_1));

    assertRejected(tooLong);
  }

  // 33
  @Test
  void two_server_name_extensions_are_rejected() throws IOException {
    // extended_master_secret (RFC 7627), which is empty, becomes a second server_name.
    byte[] hello =
        ClientHelloBytes.patched(
            ClientHelloBytes.ofJdk("named.example.com"),
            new byte[] {0, 23, 0, 0},
            new byte[] {0, 0, 0, 0});

    assertRejected(hello);
  }

  // 33
  @Test
  void a_hello_of_more_than_16_kib_is_rejected() throws IOException {
    byte[] record = new byte[5 + (16 << 10)];
    System.arraycopy(new byte[] {22, 3, 1, 64, 0, 1, 0, 80, 0, 3, 3}, 0, record, 0, 11);

    assertRejected(Arrays.copyOf(record, record.length + 4096));
  }

  @Test
  void a_record_that_holds_no_hello_is_rejected() throws IOException {
    // A handshake record with a ServerHello in it.
    assertRejected(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0});
  }

  private static void assertRejected(byte[] hello) throws IOException {
    int before = byDefault.connections();
    try (RawConnection client = RawConnection.to(sekisho.address())) {
      try {
        client.write(hello);
      } catch (IOException e) {
        // Refused before its end: as good.
      }

      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(byDefault.connections()).isEqualTo(before);
    }
  }
}
