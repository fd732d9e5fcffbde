package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** That Pebble is there, issues, and does what its class says of it. */
class PebbleIT {
  private static final String SECRET =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
  private static final Identifier NAME = Identifier.dns("a.test");

  @TempDir Path folder;

  private final Answers answers = Answers.start();

  @AfterEach
  void stop() {
    answers.close();
  }

  private PebbleLaunch launch() {
    return Pebble.validatingAt(answers.tlsPort()).httpPort(answers.httpPort());
  }

  private static AcmeClient client(Pebble pebble) {
    return AcmeClient.of(pebble.directory(), pebble.httpsTrust());
  }

  @Test
  void names_and_addresses_of_both_families_get_certificates_either_way() throws Exception {
    try (Pebble pebble = launch().start(folder)) {
      Login login = client(pebble).login();

      for (Identifier identifier :
          List.of(NAME, Identifier.ip("127.0.0.1"), Identifier.ip("::1"))) {
        for (AcmeClient.Way way : AcmeClient.Way.values()) {
          List<X509Certificate> chain =
              AcmeClient.obtain(login, answers, way, identifier).getCertificateChain();

          mustChain(chain, pebble.root());
          assertThat(chain.getFirst().getSubjectAlternativeNames()).hasSize(1);
        }
      }
    }
  }

  private static void mustChain(List<X509Certificate> chain, X509Certificate root)
      throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }

  @Test
  void who_does_not_gets_none() throws Exception {
    try (Pebble pebble = launch().start(folder)) {
      Order order = client(pebble).login().newOrder().domain("a.test").create();
      answers.speak("http/1.1");

      AcmeClient.show(order, answers, AcmeClient.Way.TLS_ALPN);

      assertThat(order.getStatus()).isEqualTo(Status.INVALID);
      assertThat(order.getError()).isPresent();
    }
  }

  @Test
  void a_name_that_does_not_resolve_fails_until_it_does() throws Exception {
    try (Pebble pebble = launch().start(folder)) {
      Login login = client(pebble).login();
      pebble.dns().resolve("lost.test", "127.0.0.77");
      pebble.dns().fail("servfail.test");

      Order order = login.newOrder().domains("servfail.test").create();
      AcmeClient.show(order, answers, AcmeClient.Way.TLS_ALPN);
      assertThat(order.getStatus()).isEqualTo(Status.INVALID);

      pebble.dns().recover("servfail.test");
      assertThat(
              AcmeClient.obtain(
                      login,
                      answers,
                      AcmeClient.Way.TLS_ALPN,
                      Identifier.dns("servfail.test"),
                      Identifier.dns("lost.test"))
                  .getCertificate()
                  .getSubjectAlternativeNames())
          .hasSize(2);
    }
  }

  @Test
  void killed_it_refuses_connections_and_restarted_it_has_forgotten_everything() throws Exception {
    try (Pebble pebble = launch().start(folder)) {
      AcmeClient client = client(pebble);
      Login login = client.login();
      X509Certificate root = pebble.root();

      pebble.kill();
      assertThatExceptionOfType(AcmeNetworkException.class)
          .isThrownBy(() -> login.newOrder().domain("a.test").create());

      pebble.restart();
      assertThatExceptionOfType(AcmeException.class)
          .isThrownBy(() -> login.newOrder().domain("a.test").create());
      assertThat(pebble.root()).isNotEqualTo(root);
      AcmeClient.obtain(client.login(), answers, AcmeClient.Way.TLS_ALPN, NAME).getCertificate();
    }
  }

  @Test
  void its_options_are_heard() throws Exception {
    try (Pebble pebble =
        launch()
            .externalAccount("kid-1", SECRET)
            .lifetime(Duration.ofHours(160))
            .refusingNonces(20)
            .reusing(100)
            .intermediates(2)
            .start(folder)) {
      AcmeClient client = client(pebble);
      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(client::login)
          .satisfies(e -> assertThat(e.getType().toString()).endsWith(":externalAccountRequired"));
      Login login =
          client.newAccount().withKeyIdentifier("kid-1", SECRET).createLogin(client.session());

      List<X509Certificate> chain =
          AcmeClient.obtain(login, answers, AcmeClient.Way.HTTP, NAME).getCertificateChain();

      assertThat(chain).hasSize(3);
      mustChain(chain, pebble.root());
      assertThat(
              Duration.between(
                  chain.getFirst().getNotBefore().toInstant(),
                  chain.getFirst().getNotAfter().toInstant()))
          .isBetween(Duration.ofHours(159), Duration.ofHours(160));
      assertThat(login.newOrder().domain("a.test").create().getStatus()).isEqualTo(Status.READY);
      assertThat(pebble.output()).contains("reject 20% of good nonces");
    }
  }

  @Test
  void slow_validation_is_switched_on() throws Exception {
    try (Pebble pebble = launch().validatingSlowly(Duration.ofSeconds(2)).start(folder)) {
      AcmeClient.obtain(client(pebble).login(), answers, AcmeClient.Way.TLS_ALPN, NAME);

      assertThat(pebble.output())
          .contains("Setting maximum random VA sleep time to 2 seconds", "before validating");
    }
  }
}
