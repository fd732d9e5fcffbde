package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.admin.AdminFixture.AUTH;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.control.Companion;
import sekisho.control.StartFailure;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/** TLS, and what becomes of a listening server at a reload. */
class ReloadTest {
  @TempDir Path folder;

  private static RawTlsClient connect(AdminFixture admin) throws IOException {
    return RawTlsClient.of(TlsCertificates.credulousContext()).connect(admin.address());
  }

  @Test
  void over_tls_cookies_are_for_tls_and_this_host_alone() throws IOException {
    TlsCertificates.Pair pair = TlsCertificates.in(folder).ecdsa("one", "IP:127.0.0.1");
    try (AdminFixture admin = AdminFixture.of(AUTH + AdminFixture.tls(pair));
        RawTlsClient client = connect(admin)) {
      String form = "user=admin&password=correct+horse";
      client.write(
          "POST /login HTTP/1.1\r\nHost: "
              + admin.host()
              + "\r\nOrigin: https://"
              + admin.host()
              + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
              + form.length()
              + "\r\n\r\n"
              + form);

      HttpReply reply = HttpReply.read(client.in());

      assertThat(reply.status()).isEqualTo(303);
      assertThat(AdminFixture.setCookies(reply).getFirst())
          .matches("__Host-sekisho-0=\\S+; Path=/; HttpOnly; SameSite=Strict; Secure");
      assertThat(AdminFixture.setCookies(reply).getLast())
          .startsWith("__Secure-sekisho-browser-0=")
          .endsWith("; Secure");
    }
  }

  @Test
  void a_reload_takes_a_new_certificate_and_keeps_the_old_one_when_it_is_not_sound()
      throws IOException {
    TlsCertificates certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair first = certificates.ecdsa("first", "IP:127.0.0.1");
    TlsCertificates.Pair second = certificates.rsa("second", "IP:127.0.0.1");
    String ui = AUTH + AdminFixture.tls(first);
    try (AdminFixture admin = AdminFixture.of(ui)) {
      X509Certificate before = TlsCertificates.read(first.certificate());
      assertThat(shown(admin)).isEqualTo(before);

      Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> admin.listener().prepare(AdminFixture.configuration(ui)))
          .isInstanceOf(StartFailure.class)
          .hasMessageStartingWith("ui.tls: ");
      assertThat(shown(admin)).isEqualTo(before);

      Files.copy(second.privateKey(), first.privateKey(), StandardCopyOption.REPLACE_EXISTING);
      admin.reload(ui);
      assertThat(shown(admin)).isEqualTo(TlsCertificates.read(second.certificate()));
    }
  }

  private static X509Certificate shown(AdminFixture admin) {
    try (RawTlsClient client = connect(admin)) {
      return client.serverCertificate();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_port_that_is_taken_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AdminFixture admin = AdminFixture.of(AUTH)) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThatThrownBy(() -> admin.listener().prepare(AdminFixture.configuration(address, AUTH)))
          .isInstanceOf(StartFailure.class)
          .hasMessage(
              "cannot listen on "
                  + address
                  + " for the admin UI (ui.listen): Address already in use");
      assertThat(admin.get("/login").status()).isEqualTo(200);
    }
  }

  @Test
  void an_address_that_stays_keeps_its_connections() throws IOException, StartFailure {
    try (AdminFixture admin = AdminFixture.of(AUTH);
        RawConnection connection = RawConnection.to(admin.address())) {
      String request = "GET /login HTTP/1.1\r\nHost: a.example\r\n\r\n";
      connection.write(request);
      assertThat(HttpReply.read(connection.in()).status()).isEqualTo(421);

      admin.reload(AUTH + ", \"allowed_hosts\": [\"a.example\"]");

      connection.write(request);
      assertThat(HttpReply.read(connection.in()).status()).isEqualTo(200);
    }
  }

  @Test
  void a_change_that_is_given_up_leaves_all_as_it_was() throws IOException, StartFailure {
    try (AdminFixture admin = AdminFixture.of(AUTH)) {
      int free;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = socket.getLocalPort();
      }
      String session = admin.session();

      Companion.Prepared prepared =
          admin
              .listener()
              .prepare(AdminFixture.configuration("127.0.0.1:" + free, "\"enabled\": true"));
      prepared.abandon();

      assertThat(admin.get("/", session).status()).isEqualTo(200);
      try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @Test
  void tls_does_not_come_while_the_address_stays() {
    TlsCertificates.Pair pair = TlsCertificates.in(folder).ecdsa("one", "IP:127.0.0.1");
    try (AdminFixture admin = AdminFixture.of(AUTH)) {
      assertThatThrownBy(() ->
              admin.listener().prepare(AdminFixture.configuration(AUTH + AdminFixture.tls(pair))))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("restart, or change ui.listen");
    }
  }

  @Test
  void all_addresses_of_ipv4_are_none_of_ipv6() throws IOException, StartFailure {
    try (AdminFixture admin = AdminFixture.of(AUTH)) {
      String ui = AUTH + ", \"insecure\": true";
      admin.listener().prepare(AdminFixture.configuration("0.0.0.0:0", ui)).publish();
      int port = admin.listener().port();

      RawConnection.to(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)).close();
      assertThatThrownBy(
              () -> RawConnection.to(new InetSocketAddress(InetAddress.ofLiteral("::1"), port)))
          .hasCauseInstanceOf(ConnectException.class);
    }
  }
}
