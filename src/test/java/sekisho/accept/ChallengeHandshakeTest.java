package sekisho.accept;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.accept.AcceptFixture.HTTP;
import static sekisho.accept.AcceptFixture.reject;
import static sekisho.accept.AcceptFixture.route;
import static sekisho.accept.AcceptFixture.terminating;
import static sekisho.accept.AcceptFixture.transparent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.acme.ChallengeAnswers.Answering;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHellos;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.ServerName;
import sekisho.testing.Await;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.NamedServer;
import sekisho.testing.OpenSslClient;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** Authorities that validate a name by TLS-ALPN-01 (RFC 8737), and those who only look like it. */
class ChallengeHandshakeTest {
  private static final String NAME = "a.example.com";
  private static final String ACME = "acme-tls/1";
  private static final String NO_APPLICATION_PROTOCOL = "15030300020278"; // RFC 7301 §3.2: 120

  @TempDir static Path folder;
  private static CertificatePair certificate;

  @AutoClose private final NamedServer upstream = NamedServer.named("upstream");
  @AutoClose private AcceptFixture proxy;

  @BeforeAll
  static void makeCertificate() throws Exception {
    TlsCertificates.Pair pair = TlsCertificates.in(folder).ecdsa("challenge", "DNS:" + NAME);
    certificate = CertificatePair.load(pair.certificate(), pair.privateKey());
  }

  // 38
  @ParameterizedTest
  @ValueSource(strings = {"transparent", "terminating", "http", "reject", "absent", "denied"})
  void a_name_that_is_being_validated_is_answered_whatever_its_route(String kind) throws Exception {
    proxy =
        switch (kind) {
          case "transparent" -> routed(transparent(upstream.port()));
          case "terminating" -> routed(terminating(upstream.port()));
          case "http" -> routed(HTTP);
          case "reject" -> routed(reject("reset"));
          case "denied" -> routed(HTTP + ", \"deny\": [\"0.0.0.0/0\"]");
          default -> AcceptFixture.routing(reject("drop"));
        };
    try (Answering answering = answering(NAME)) {
      assertThat(validate(NAME)).isEqualTo(certificate.leaf());

      assertThat(answering.askers()).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().connections(RouteType.ACME_CHALLENGE)).isOne();
    assertThat(proxy.meters().connections(RouteType.REJECT)).isZero();
    assertThat(upstream.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void the_protocol_is_agreed_on_and_then_the_connection_ends_in_good_order(String version)
      throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (Answering _ = answering(NAME);
        RawTlsClient authority = authority(NAME).protocols(version).connect(proxy.address())) {
      assertThat(authority.applicationProtocol()).isEqualTo(ACME);
      assertThat(authority.session().getProtocol()).isEqualTo(version);

      TlsEnding ending = authority.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void what_is_sent_behind_the_handshake_is_nobodys() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (Answering _ = answering(NAME);
        RawTlsClient authority = authority(NAME).connect(proxy.address())) {
      authority.write("GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n");

      TlsEnding ending = authority.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().connections(RouteType.HTTP)).isZero();
  }

  @Test
  void openssl_is_answered_too() {
    proxy = AcceptFixture.routing(reject("drop"));
    try (Answering _ = answering(NAME)) {
      OpenSslClient.Outcome outcome =
          OpenSslClient.to(proxy.address(), folder).sni(NAME).with("-alpn", ACME).request("");

      assertThat(outcome.text())
          .contains("ALPN protocol: " + ACME)
          .containsPattern("CN ?= ?challenge");
    }
  }

  // 39
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7.113.0.203.in-addr.arpa",
        "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
      })
  void addresses_are_asked_for_by_their_reverse_names(String reverse) throws IOException {
    proxy = AcceptFixture.routing(reject("drop"));
    try (Answering _ = answering(reverse)) {
      assertThat(validate(reverse)).isEqualTo(certificate.leaf());
    }
  }

  @Test
  void several_places_ask_at_once_and_again() throws Exception {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (Answering answering = answering(NAME);
        ExecutorService places = Executors.newFixedThreadPool(4)) {
      List<Future<X509Certificate>> seen = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String source = "127.0.0." + (2 + i % 5);
        seen.add(places.submit(() -> validate(authority(NAME).from(source))));
      }

      for (Future<X509Certificate> each : seen) {
        assertThat(each.get()).isEqualTo(certificate.leaf());
      }
      assertThat(answering.askers()).hasSize(5);
    }
    proxy.awaitNobody();
    assertThat(proxy.meters().connections(RouteType.ACME_CHALLENGE)).isEqualTo(40);
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void another_name_is_routed_for_an_upstream_may_ask_for_its_own_certificates()
      throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (Answering answering = answering("b.example.com")) {
      assertPassedOn(ClientHelloBytes.ofJdk(NAME, ACME));

      assertThat(answering.askers()).isEmpty();
    }
  }

  @Test
  void a_name_is_routed_again_when_it_is_not_being_validated_any_more() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    answering(NAME).close();

    assertPassedOn(ClientHelloBytes.ofJdk(NAME, ACME));
  }

  @Test
  void who_offers_another_protocol_too_is_routed() throws IOException {
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (Answering answering = answering(NAME)) {
      assertPassedOn(ClientHelloBytes.ofJdk(NAME, ACME, "http/1.1"));
      assertPassedOn(ClientHelloBytes.ofJdk(NAME));

      assertThat(answering.askers()).isEmpty();
    }
  }

  @Test
  void where_http_is_spoken_a_name_that_is_not_being_validated_gets_its_alert() throws IOException {
    proxy = AcceptFixture.routing(HTTP);
    try (RawConnection client = proxy.connect()) {
      client.write(ClientHelloBytes.ofJdk(NAME, ACME));

      assertThat(client.readToEnd().bytes()).asHexString().isEqualTo(NO_APPLICATION_PROTOCOL);
    }
    assertThat(proxy.meters().errors(Reason.TLS_ALPN)).isOne();
  }

  @Test
  void behind_a_load_balancer_the_header_comes_first_and_says_who_asks() throws IOException {
    byte[] header = "PROXY TCP4 192.0.2.1 203.0.113.7 4444 443\r\n".getBytes(US_ASCII);
    proxy = AcceptFixture.introducedBy(60, "127.0.0.0/8", reject("drop"));
    try (Answering answering = answering(NAME)) {
      assertThat(validate(authority(NAME).after(header))).isEqualTo(certificate.leaf());

      assertThat(answering.askers()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  @Test
  void a_handshake_that_does_not_end_in_time_is_cut() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk(NAME, ACME);
    proxy = AcceptFixture.impatient(reject("drop"));
    try (Answering _ = answering(NAME);
        RawConnection client = proxy.connect()) {
      client.write(hello);

      assertThat(client.readToEnd().bytes()).as("the server's flight").isNotEmpty();
    }
    Await.until("counted", () -> proxy.meters().errors(Reason.TLS_HANDSHAKE_TIMEOUT) == 1);
    proxy.awaitNobody();
    assertThat(proxy.meters().connections(RouteType.ACME_CHALLENGE)).isZero();
  }

  // 32
  @Test
  void a_hello_cut_at_any_offset_is_answered_the_same() throws Exception {
    byte[] hello = tls12Hello();
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (Answering _ = answering(NAME)) {
      for (int cut = 1; cut < hello.length; cut++) {
        try (RawConnection client = proxy.connect()) {
          client.write(hello, 0, cut).write(hello, cut, hello.length - cut);

          assertAnswered("cut at " + cut, client);
        }
      }
    }
    assertThat(upstream.connections()).isZero();
  }

  // 32
  @Test
  void a_hello_in_two_records_cut_at_any_offset_is_answered_the_same() throws Exception {
    byte[] hello = tls12Hello();
    proxy = AcceptFixture.routing(transparent(upstream.port()));
    try (Answering _ = answering(NAME)) {
      for (int cut = 1; cut < ClientHelloBytes.messageLength(hello); cut++) {
        try (RawConnection client = proxy.connect()) {
          client.write(ClientHelloBytes.inTwoRecords(hello, cut));

          assertAnswered("first record of " + cut, client);
        }
      }
    }
    assertThat(upstream.connections()).isZero();
  }

  /** Of a client that is answered in the clear. */
  private static byte[] tls12Hello() {
    return ClientHellos.builder()
        .cipherSuites(ClientHellos.ECDHE_ECDSA_AES_128_GCM)
        .signatureAlgorithms(ClientHellos.ECDSA_SECP256R1_SHA256)
        .extension(10, new byte[] {0, 4, 0, 0x1D, 0, 0x17}) // supported_groups
        .extension(11, new byte[] {1, 0}) // ec_point_formats
        .serverName(NAME)
        .alpn(ACME)
        .build();
  }

  /** In TLS 1.2 the protocol and the certificate can be read by anybody. */
  private static void assertAnswered(String how, RawConnection client) throws Exception {
    String sought = new String(certificate.leaf().getEncoded(), ISO_8859_1);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!seen.toString(ISO_8859_1).contains(sought)) {
      int length = client.read(buffer);
      assertThat(length).as(how).isPositive();
      seen.write(buffer, 0, length);
    }
    assertThat(seen.toString(ISO_8859_1)).as(how).contains(ACME);
  }

  private static AcceptFixture routed(String destination) {
    return AcceptFixture.routing(reject("drop"), route(NAME, destination));
  }

  private Answering answering(String name) {
    return proxy.challenges().onTlsAlpn(new ServerName(name), certificate);
  }

  private static RawTlsClient.Offer authority(String name) {
    return RawTlsClient.of(TlsCertificates.credulousContext()).sni(name).alpn(ACME);
  }

  private X509Certificate validate(String name) throws IOException {
    return validate(authority(name));
  }

  /** The certificate that an authority is shown. */
  private X509Certificate validate(RawTlsClient.Offer authority) throws IOException {
    try (RawTlsClient client = authority.connect(proxy.address())) {
      assertThat(client.applicationProtocol()).isEqualTo(ACME);
      return client.serverCertificate();
    }
  }

  private void assertPassedOn(byte[] hello) throws IOException {
    try (RawConnection client = proxy.connect()) {
      client.write(hello);

      assertThat(client.readThrough("upstream")).isEqualTo("upstream");
      assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    }
  }
}
