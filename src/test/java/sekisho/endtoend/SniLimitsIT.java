package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** Whom an SNI route takes, and how many of them, before any cryptography. */
class SniLimitsIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0", "[::1]:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 1,
            "routing": {
              "default": { "mode": "transparent", "upstream": "{{upstream}}",
                "connection_limit": { "max": 1, "key": "global" } },
              "sni": [
                { "server_name": "drop.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1 } },
                { "server_name": "reset.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1 }, "reject_with": "reset" },
                { "server_name": "alert.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1 }, "reject_with": "alert" },
                { "server_name": "tcp.example.com", "mode": "tls_terminate", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1 } },
                { "server_name": "http.example.com", "mode": "tls_terminate", "handler": "http",
                  "connection_limit": { "max": 1 } },
                { "server_name": "dry.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1, "dry_run": true } },
                { "server_name": "each.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "connection_limit": { "max": 1 } },
                { "server_name": "v4.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "allow": ["127.0.0.0/8"] },
                { "server_name": "v6.example.com", "mode": "tls_terminate", "handler": "http",
                  "deny": ["127.0.0.1"], "reject_with": "alert" },
                { "server_name": "none.example.com", "mode": "transparent", "upstream": "{{upstream}}",
                  "allow": ["127.0.0.1", "::1"], "deny": ["::/0", "0.0.0.0/0"], "reject_with": "reset" }
              ]
            }
          }
        }
      }
      """;
  // RFC 8446 §6.2: fatal, unrecognized_name(112).
  private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

  @TempDir static Path folder;
  @AutoClose static NamedServer upstream = NamedServer.named("served");
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("all", "DNS:*.example.com"))
                .with("upstream", upstream.address())
                .in(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop.example.com", "reset.example.com", "alert.example.com"})
  void one_connection_too_many_ends_as_the_route_says_and_the_first_lives(String name)
      throws IOException {
    try (RawConnection first = transparent(ipv4(), name)) {
      int connections = upstream.connections();

      Ending ending = ending(ipv4(), name);

      assertRefused(name, ending);
      assertThat(upstream.connections()).isEqualTo(connections);
      first.write("still here");
      assertThat(first.readExactly(10)).asString().isEqualTo("still here");
    }
    assertThat(awaitServed(name)).isEqualTo("served");
  }

  @Test
  void a_terminated_connection_counts_from_its_hello_to_its_end() throws IOException {
    try (RawTlsClient first = terminated("tcp.example.com")) {
      assertThat(first.in().readNBytes(6)).asString().isEqualTo("served");
      assertThat(ending(ipv4(), "tcp.example.com").bytes()).isEmpty();
    }
    Await.until("there is room again", () -> isTerminated("tcp.example.com"));
  }

  @Test
  void a_connection_that_speaks_http_counts_while_it_is_open_whatever_it_asks() throws IOException {
    try (RawTlsClient first = terminated("http.example.com")) {
      first.write("GET / HTTP/1.1\r\nHost: http.example.com\r\n\r\n");
      assertThat(first.in().read()).isEqualTo('H');
      assertThat(ending(ipv4(), "http.example.com").bytes()).isEmpty();
    }
    Await.until("there is room again", () -> isTerminated("http.example.com"));
  }

  @Test
  void a_handshake_that_never_ends_gives_its_place_back() throws IOException {
    try (RawConnection half = RawConnection.to(ipv4())) {
      half.write(ClientHelloBytes.ofJdk("tcp.example.com"));
      assertThat(half.readExactly(1)).containsExactly(22);
      assertThat(half.readToEnd().bytes()).isNotEmpty();
    }
    Await.until("there is room again", () -> isTerminated("tcp.example.com"));
  }

  @Test
  void clients_of_different_addresses_do_not_count_together() throws IOException {
    try (RawConnection v4 = transparent(ipv4(), "each.example.com");
        RawConnection v6 = transparent(ipv6(), "each.example.com")) {
      assertThat(ending(ipv6(), "each.example.com").bytes()).isEmpty();
      assertThat(v4.localAddress().getAddress()).isNotEqualTo(v6.localAddress().getAddress());
    }
  }

  @Test
  void the_default_is_limited_for_those_without_tls_and_the_silent_too() throws IOException {
    try (RawConnection first = RawConnection.to(ipv4())) {
      first.write("not TLS");
      assertThat(first.readExactly(6)).asString().isEqualTo("served");

      try (RawConnection second = RawConnection.to(ipv6());
          RawConnection silent = RawConnection.to(ipv4())) {
        second.write("not TLS");
        assertThat(second.readToEnd().bytes()).isEmpty();
        assertThat(silent.readToEnd().bytes()).isEmpty();
      }
    }
    Await.until(
        "there is room again",
        () -> {
          try (RawConnection next = RawConnection.to(ipv4())) {
            return next.write("not TLS").readExactly(6).length == 6;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void a_dry_run_serves_all_and_the_log_hears_of_it() throws IOException {
    try (RawConnection first = transparent(ipv4(), "dry.example.com");
        RawConnection second = transparent(ipv4(), "dry.example.com");
        RawConnection third = transparent(ipv4(), "dry.example.com")) {
      sekisho
          .stdout()
          .await(
              "the dry run",
              line ->
                  line.contains(
                      "sni_connection_limited, dry run: a connection of 127.0.0.1 would be refused: it is over"
                          + " proxy.tls.routing.sni[5].connection_limit on line "));
      assertThat(sekisho.stdout().lines()).filteredOn(line -> line.contains("dry run")).hasSize(1);
      assertThat(first.localAddress()).isNotEqualTo(second.localAddress());
      assertThat(third.localAddress()).isNotEqualTo(second.localAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v4.example.com, 127.0.0.1, true",
    "v4.example.com, ::1, false",
    "v6.example.com, 127.0.0.1, false",
    "v6.example.com, ::1, true",
    "none.example.com, 127.0.0.1, false",
    "none.example.com, ::1, false"
  })
  void a_route_serves_whom_it_allows_and_does_not_deny(String name, String from, boolean served)
      throws IOException {
    InetSocketAddress to = from.equals("::1") ? ipv6() : ipv4();
    if (served) {
      try (RawConnection client = RawConnection.to(to)) {
        client.write(ClientHelloBytes.ofJdk(name));
        assertThat(client.readExactly(1)).isNotEmpty();
      }
    } else {
      Ending ending = ending(to, name);
      switch (name) {
        case "v4.example.com" -> assertRefused("drop", ending);
        case "v6.example.com" -> assertRefused("alert", ending);
        default -> assertRefused("reset", ending);
      }
    }
  }

  private static void assertRefused(String manner, Ending ending) {
    if (manner.startsWith("alert")) {
      assertThat(ending.bytes()).isEqualTo(UNRECOGNIZED_NAME);
    } else {
      assertThat(ending.bytes()).isEmpty();
    }
    assertThat(ending.manner())
        .isEqualTo(manner.startsWith("reset") ? Ending.Manner.RST : Ending.Manner.FIN);
  }

  private static InetSocketAddress ipv4() {
    return sekisho.addresses().get(0);
  }

  private static InetSocketAddress ipv6() {
    return sekisho.addresses().get(1);
  }

  /** A connection that the upstream has, which has sent its hello back. */
  private static RawConnection transparent(InetSocketAddress to, String name) throws IOException {
    RawConnection client = RawConnection.to(to);
    byte[] hello = ClientHelloBytes.ofJdk(name);
    client.write(hello);
    assertThat(client.readExactly("served".length())).asString().isEqualTo("served");
    assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    return client;
  }

  private static Ending ending(InetSocketAddress to, String name) throws IOException {
    try (RawConnection client = RawConnection.to(to)) {
      return client.write(ClientHelloBytes.ofJdk(name)).readToEnd();
    }
  }

  private static String awaitServed(String name) {
    Await.until(
        "there is room again",
        () -> {
          try (RawConnection client = RawConnection.to(ipv4())) {
            byte[] first = client.write(ClientHelloBytes.ofJdk(name)).readExactly(6);
            return first[0] == 's';
          } catch (IOException e) {
            return false;
          }
        });
    return "served";
  }

  private static RawTlsClient terminated(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext()).sni(name).connect(ipv4());
  }

  private static boolean isTerminated(String name) {
    try (RawTlsClient client = terminated(name)) {
      return client.session().isValid();
    } catch (IOException e) {
      return false;
    }
  }
}
