package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** The header before the first byte to a TCP upstream: the PROXY protocol, versions 1 and 2. */
class ProxyProtocolIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0", "[::1]:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{echo}}" },
              "sni": [
                { "server_name": "v2.example.com", "mode": "transparent", "upstream": "{{echo}}", "proxy_protocol": 2 },
                { "server_name": "v2t.example.com", "mode": "tls_terminate", "upstream": "{{echo}}", "proxy_protocol": 2 }
              ]
            }
          },
          "proxy_protocol": { "enabled": true, "version": 1 }
        }
      }
      """;

  // PROXY protocol specification §2.2: the signature, then version 2 and the command PROXY.
  private static final String V2_START = "0d0a0d0a000d0a515549540a21";
  private static final String TCP_OVER_IPV4_12_BYTES = "11000c";
  private static final String TCP_OVER_IPV6_36_BYTES = "210024";
  private static final int V2_IPV4_BYTES = 28;
  private static final int V2_IPV6_BYTES = 52;

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.echo();
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("any", "DNS:v2t.example.com"))
                .with("echo", echo.address())
                .in(folder));
  }

  @Test
  void version_1_names_ipv4_addresses_and_ports() throws IOException {
    try (RawConnection client = RawConnection.to(ipv4())) {
      client.write("first bytes").finish();

      assertThat(client.readToEnd().text())
          .isEqualTo(
              "PROXY TCP4 127.0.0.1 127.0.0.1 "
                  + client.localAddress().getPort()
                  + " "
                  + ipv4().getPort()
                  + "\r\nfirst bytes");
    }
  }

  @Test
  void version_1_names_ipv6_addresses_and_ports() throws IOException {
    try (RawConnection client = RawConnection.to(ipv6())) {
      client.write("first bytes").finish();

      assertThat(client.readToEnd().text())
          .isEqualTo(
              "PROXY TCP6 ::1 ::1 "
                  + client.localAddress().getPort()
                  + " "
                  + ipv6().getPort()
                  + "\r\nfirst bytes");
    }
  }

  @Test
  void version_2_holds_ipv4_addresses_and_ports() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("v2.example.com");
    try (RawConnection client = RawConnection.to(ipv4())) {
      client.write(hello);

      assertThat(hex(client.readExactly(V2_IPV4_BYTES)))
          .isEqualTo(V2_START + TCP_OVER_IPV4_12_BYTES + addresses(client.localAddress(), ipv4()));
      assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    }
  }

  @Test
  void version_2_holds_ipv6_addresses_and_ports() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("v2.example.com");
    try (RawConnection client = RawConnection.to(ipv6())) {
      client.write(hello);

      assertThat(hex(client.readExactly(V2_IPV6_BYTES)))
          .isEqualTo(V2_START + TCP_OVER_IPV6_36_BYTES + addresses(client.localAddress(), ipv6()));
      assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    }
  }

  @Test
  void the_header_goes_before_the_plain_bytes_of_a_terminated_connection() throws IOException {
    try (RawTlsClient client =
        RawTlsClient.of(certificates.trustingContext()).sni("v2t.example.com").connect(ipv4())) {
      client.write("plain");

      byte[] received = client.in().readNBytes(V2_IPV4_BYTES + 5);

      assertThat(hex(received)).startsWith(V2_START + TCP_OVER_IPV4_12_BYTES);
      assertThat(new String(received, V2_IPV4_BYTES, 5, US_ASCII)).isEqualTo("plain");
    }
  }

  // 37
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_connection_of_the_proxy_is_made_for_each_client_and_not_before_its_first_bytes(boolean tls)
      throws IOException {
    int before = echo.connections();
    try (RawConnection client = RawConnection.to(ipv4())) {
      byte[] first = tls ? ClientHelloBytes.ofJdk("v2.example.com") : new byte[] {'x'};

      assertThat(echo.connections()).isEqualTo(before);
      client.write(first);
      client.readExactly(1);
      assertThat(echo.connections()).isEqualTo(before + 1);
    }
  }

  private static String addresses(InetSocketAddress source, InetSocketAddress destination) {
    ByteBuffer ports = ByteBuffer.allocate(4);
    ports.putShort((short) source.getPort()).putShort((short) destination.getPort());
    return hex(source.getAddress()) + hex(destination.getAddress()) + hex(ports.array());
  }

  private static String hex(InetAddress address) {
    return hex(address.getAddress());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static InetSocketAddress ipv4() {
    return sekisho.addresses().get(0);
  }

  private static InetSocketAddress ipv6() {
    return sekisho.addresses().get(1);
  }
}
