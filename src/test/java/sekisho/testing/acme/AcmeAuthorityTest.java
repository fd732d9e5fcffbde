package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeServerException;

/** That it issues what should be issued, by a client that somebody else wrote. */
class AcmeAuthorityTest {
  private static final Identifier NAME = Identifier.dns("a.test");
  private static final Identifier OTHER_NAME = Identifier.dns("b.test");
  private static final Identifier IPV4 = Identifier.ip("203.0.113.7");
  private static final Identifier IPV6 = Identifier.ip("2001:db8::7");

  private final Answers answers = Answers.start();
  private final AcmeAuthority authority = AcmeAuthority.start();
  private final AcmeClient client = AcmeClient.of(authority);

  @BeforeEach
  void aimAtTheAnswers() {
    authority.conduct().tlsPort(answers.tlsPort()).httpPort(answers.httpPort());
  }

  @AfterEach
  void stop() {
    authority.close();
    answers.close();
  }

  static Stream<Arguments> everything() {
    return Stream.of(NAME, IPV4, IPV6, Identifier.dns("a-name." + "long.".repeat(30) + "test"))
        .flatMap(each -> Stream.of(AcmeClient.Way.values()).map(way -> Arguments.of(each, way)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void who_shows_control_gets_a_certificate(Identifier identifier, AcmeClient.Way way)
      throws Exception {
    Certificate certificate = AcmeClient.obtain(client.login(), answers, way, identifier);

    assertThat(sans(certificate.getCertificate())).containsExactly(identifier.value());
    mustChain(certificate.getCertificateChain());
    assertThat(authority.orders(identifier))
        .singleElement()
        .satisfies(order -> {
          assertThat(order.status()).isEqualTo("valid");
          assertThat(order.certificate()).contains(certificate.getCertificate());
        });
  }

  private static List<String> sans(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .map(san -> san.get(1).toString())
        .map(text -> text.contains(":") ? Identifier.ip(text).value() : text)
        .toList();
  }

  private void mustChain(List<X509Certificate> chain) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    assertThat(chain).hasSize(2);
  }

  @Test
  void one_certificate_can_be_for_several() throws Exception {
    Certificate certificate =
        AcmeClient.obtain(
            client.login(), answers, AcmeClient.Way.TLS_ALPN, NAME, OTHER_NAME, IPV4, IPV6);

    assertThat(sans(certificate.getCertificate()))
        .containsExactlyInAnyOrder("a.test", "b.test", "203.0.113.7", "2001:db8::7");
    assertThat(authority.orders(NAME)).isEmpty();
  }

  @Test
  void it_asks_from_every_vantage_point() throws Exception {
    AcmeClient.obtain(client.login(), answers, AcmeClient.Way.TLS_ALPN, NAME);

    assertThat(authority.journal().visits())
        .extracting(Journal.Visit::from)
        .containsExactlyInAnyOrder(
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("127.0.0.2"),
            InetAddress.ofLiteral("127.0.0.3"));
  }

  @Test
  void who_answers_wrong_gets_the_reason_and_no_certificate() throws Exception {
    Order order = order(client.login(), NAME);
    answers.speak("http/1.1");

    AcmeClient.show(order, answers, AcmeClient.Way.TLS_ALPN);

    assertThat(order.getStatus()).isEqualTo(Status.INVALID);
    assertThat(order.getAuthorizations().getFirst().getStatus()).isEqualTo(Status.INVALID);
    assertThat(order.getError().orElseThrow().getType().toString())
        .isEqualTo("urn:ietf:params:acme:error:tls");
    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(() -> order.execute(Issuer.newKeys()))
        .satisfies(e -> assertThat(e.getType().toString()).endsWith(":orderNotReady"));
  }

  /** Which is how acme4j's own {@code Identifier.ip} writes it. */
  @Test
  void an_uncompressed_ipv6_address_is_malformed() throws Exception {
    Login login = client.login();
    org.shredzone.acme4j.Identifier uncompressed =
        org.shredzone.acme4j.Identifier.ip(InetAddress.ofLiteral("2001:db8::7"));

    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(() -> login.newOrder().identifier(uncompressed).create())
        .satisfies(e -> assertThat(e.getType().toString()).endsWith(":malformed"))
        .withMessageContaining("2001:db8::7");
    assertThat(authority.orders()).isEmpty();
  }

  @Test
  void a_request_with_the_account_key_is_refused() throws Exception {
    Order order = order(client.login(), NAME);
    AcmeClient.show(order, answers, AcmeClient.Way.HTTP);

    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(() -> order.execute(client.keys()))
        .satisfies(e -> assertThat(e.getType().toString()).endsWith(":badCSR"));
  }

  @Test
  void a_request_for_other_names_or_with_a_long_common_name_is_refused() throws Exception {
    Identifier longName = Identifier.dns("a-name." + "long.".repeat(12) + "test");
    Order order = order(client.login(), longName);
    AcmeClient.show(order, answers, AcmeClient.Way.HTTP);

    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(
            () -> order.execute(Issuer.newKeys(), csr -> csr.addDomain("somebody-else.test")))
        .satisfies(e -> assertThat(e.getType().toString()).endsWith(":badCSR"));
    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(
            () -> order.execute(Issuer.newKeys(), csr -> csr.setCommonName(longName.value())))
        .satisfies(e -> assertThat(e.getType().toString()).endsWith(":badCSR"));
  }

  @Test
  void who_has_shown_control_is_believed_again_only_when_that_is_asked_for() throws Exception {
    Login login = client.login();
    AcmeClient.obtain(login, answers, AcmeClient.Way.HTTP, NAME);

    assertThat(order(login, NAME).getStatus()).isEqualTo(Status.PENDING);
    authority.conduct().reusingAuthorizations(true);
    assertThat(order(login, NAME).getStatus()).isEqualTo(Status.READY);
  }

  @Test
  void requests_are_noted_with_what_they_said() throws Exception {
    order(client.login(), NAME);

    assertThat(authority.journal().requests())
        .extracting(Journal.Request::resource)
        .containsSubsequence(
            Resource.DIRECTORY, Resource.NEW_NONCE, Resource.NEW_ACCOUNT, Resource.NEW_ORDER);
    assertThat(authority.journal().requests(Resource.NEW_ORDER))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.userAgent()).startsWith("acme4j/");
          assertThat(request.payload()).contains("a.test");
        });
  }

  private static Order order(Login login, Identifier identifier) throws Exception {
    return login.newOrder().identifiers(AcmeClient.theirs(identifier)).create();
  }
}
