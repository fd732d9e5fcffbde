package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.accept.AcceptFixture.HTTP;
import static sekisho.accept.AcceptFixture.route;
import static sekisho.accept.AcceptFixture.transparent;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.acme.ChallengeAnswers.Answering;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.AcmeSources;
import sekisho.model.CertificateSource;
import sekisho.model.ServerName;
import sekisho.testing.Ending;
import sekisho.testing.LogLines;
import sekisho.testing.NamedServer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;

/** Handshakes before there is a certificate for them. */
class NoCertificateTest {
  private static final String INTERNAL_ERROR = "15030300020250"; // RFC 8446 §6.2: fatal, 80

  @TempDir static Path folder;
  private static CertificateSource.Acme nothingYet;
  private static TlsCertificates.Pair file;

  @AutoClose private final LogLines lines = LogLines.of(ServerHandshake.class);
  @AutoClose private final NamedServer upstream = NamedServer.named("upstream");
  @AutoClose private AcceptFixture proxy;

  @BeforeAll
  static void makeCertificates() {
    nothingYet = AcmeSources.of(folder.resolve("storage"), AcmeSources.name("a.example.com"));
    file = TlsCertificates.in(folder).ecdsa("file", "DNS:file.example.com");
  }

  @Test
  void a_client_gets_a_clean_alert() throws IOException {
    proxy = AcceptFixture.certified(nothingYet, HTTP);
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHellos.plain("a.example.com"));

      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).asHexString().isEqualTo(INTERNAL_ERROR);
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().errors(Reason.TLS_NO_CERTIFICATE)).isOne();
    assertThat(proxy.meters().connections(RouteType.REJECT)).isOne();
    assertThat(proxy.meters().errors(Reason.TLS_HANDSHAKE)).isZero();
  }

  @Test
  void a_tls_library_understands_it() {
    proxy = AcceptFixture.certified(nothingYet, HTTP);

    assertThatThrownBy(() -> offer().sni("a.example.com").connect(proxy.address()))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("internal_error");
    assertThatThrownBy(() -> offer().connect(proxy.address()))
        .as("who names nobody")
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("internal_error");
  }

  @Test
  void the_log_hears_of_it_once_a_minute() throws IOException {
    proxy = AcceptFixture.certified(nothingYet, HTTP);
    for (int i = 0; i < 3; i++) {
      try (RawConnection client = proxy.connect()) {
        client.write(ClientHellos.plain("a.example.com")).readToEnd();
      }
    }

    assertThat(lines.texts())
        .singleElement()
        .asString()
        .startsWith("there is no certificate for a.example.com");
    assertThat(proxy.meters().errors(Reason.TLS_NO_CERTIFICATE)).isEqualTo(3);
  }

  @Test
  void routes_that_do_not_end_tls_go_on() throws IOException {
    proxy =
        AcceptFixture.certified(
            nothingYet, HTTP, route("b.example.com", transparent(upstream.port())));
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHellos.plain("b.example.com"));

      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
    }
  }

  @Test
  void challenges_are_answered_meanwhile() throws Exception {
    proxy = AcceptFixture.certified(nothingYet, HTTP);
    CertificatePair challenge = CertificatePair.load(file.certificate(), file.privateKey());
    try (Answering _ = proxy.challenges().onTlsAlpn(new ServerName("a.example.com"), challenge);
        RawTlsClient authority =
            offer().sni("a.example.com").alpn("acme-tls/1").connect(proxy.address())) {
      assertThat(authority.serverCertificate()).isEqualTo(challenge.leaf());
    }
  }

  @Test
  void a_file_beside_what_is_obtained_serves_its_own_names_and_who_names_nobody()
      throws IOException {
    proxy = AcceptFixture.certified(AcmeSources.beside(nothingYet, file), HTTP);
    try (RawTlsClient named = offer().sni("file.example.com").connect(proxy.address());
        RawTlsClient unnamed = offer().connect(proxy.address())) {
      assertThat(named.serverCertificate()).isEqualTo(TlsCertificates.read(file.certificate()));
      assertThat(unnamed.serverCertificate()).isEqualTo(named.serverCertificate());
    }

    assertThatThrownBy(() -> offer().sni("a.example.com").connect(proxy.address()))
        .hasMessageContaining("internal_error");
  }

  private static RawTlsClient.Offer offer() {
    return RawTlsClient.of(TlsCertificates.credulousContext());
  }
}
