package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/** Renewal information, what replaces what, profiles, and whose clock counts. */
class AcmeRenewalTest {
  private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
  private static final Identifier NAME = Identifier.dns("a.test");
  private static final Identifier ADDRESS = Identifier.ip("203.0.113.7");

  private final Answers answers = Answers.start();

  @AfterEach
  void stop() {
    answers.close();
  }

  private AcmeAuthority started(AuthorityLaunch launch) {
    AcmeAuthority authority = launch.clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
    authority.conduct().tlsPort(answers.tlsPort()).httpPort(answers.httpPort());
    return authority;
  }

  private Certificate obtained(Login login, Identifier identifier) throws Exception {
    return AcmeClient.obtain(login, answers, AcmeClient.Way.TLS_ALPN, identifier);
  }

  @Test
  void certificates_begin_at_the_clocks_time_and_live_as_long_as_told() throws Exception {
    try (AcmeAuthority authority = started(AcmeAuthority.offering())) {
      authority.conduct().lifetime(Duration.ofHours(5));

      X509Certificate certificate =
          obtained(AcmeClient.of(authority).login(), NAME).getCertificate();

      assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW);
      assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(5)));
    }
  }

  @Test
  void renewal_is_advised_for_the_last_third_unless_it_is_told_otherwise() throws Exception {
    try (AcmeAuthority authority = started(AcmeAuthority.offering())) {
      Certificate certificate = obtained(AcmeClient.of(authority).login(), NAME);

      RenewalInfo ordinary = certificate.getRenewalInfo();
      assertThat(ordinary.getSuggestedWindowStart()).isEqualTo(NOW.plus(Duration.ofDays(60)));
      assertThat(ordinary.getSuggestedWindowEnd()).isAfter(ordinary.getSuggestedWindowStart());
      assertThat(ordinary.getExplanation()).isEmpty();

      authority
          .renewals()
          .window(NOW.minusSeconds(60), NOW.minusSeconds(30))
          .explanation("https://a.test/why");
      RenewalInfo urgent = certificate.getRenewalInfo();
      Optional<Instant> askAgain = urgent.fetch();
      assertThat(urgent.renewalIsOverdue(NOW)).isTrue();
      assertThat(urgent.getExplanation().orElseThrow()).hasToString("https://a.test/why");
      assertThat(askAgain).isPresent();
    }
  }

  @Test
  void nothing_is_known_about_the_certificates_of_others() throws Exception {
    try (AcmeAuthority one = started(AcmeAuthority.offering());
        AcmeAuthority other = started(AcmeAuthority.offering())) {
      X509Certificate foreign = obtained(AcmeClient.of(one).login(), NAME).getCertificate();
      RenewalInfo info = AcmeClient.of(other).login().bindRenewalInfo(foreign);

      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(info::fetch)
          .satisfies(e -> assertThat(e.getType().toString()).endsWith(":malformed"));
    }
  }

  @Test
  void one_without_renewal_information_does_not_mention_it() throws Exception {
    try (AcmeAuthority authority = started(AcmeAuthority.offering().withoutRenewalInfo())) {
      assertThat(obtained(AcmeClient.of(authority).login(), NAME).hasRenewalInfo()).isFalse();
    }
  }

  @Test
  void a_certificate_is_replaced_once() throws Exception {
    try (AcmeAuthority authority = started(AcmeAuthority.offering())) {
      Login login = AcmeClient.of(authority).login();
      Certificate certificate = obtained(login, NAME);

      login.newOrder().domain("a.test").replaces(certificate).create();

      assertThat(authority.orders(NAME).getLast().replaces())
          .contains(CertificateId.of(certificate.getCertificate()));
      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(() -> login.newOrder().domain("a.test").replaces(certificate).create())
          .satisfies(e -> assertThat(e.getType().toString()).endsWith(":alreadyReplaced"));
      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(() -> login.newOrder().domain("b.test").replaces(certificate).create())
          .satisfies(e -> assertThat(e.getType().toString()).endsWith(":unauthorized"));
    }
  }

  private static AuthorityLaunch withProfiles() {
    return AcmeAuthority.offering()
        .profile("classic", new Profile("ninety days", Duration.ofDays(90), false))
        .profile("shortlived", new Profile("six days", Duration.ofHours(160), true));
  }

  @Test
  void profiles_are_shown_and_decide_the_lifetime() throws Exception {
    try (AcmeAuthority authority = started(withProfiles())) {
      AcmeClient client = AcmeClient.of(authority);
      Login login = client.login();

      obtained(login, NAME);
      AcmeClient.complete(
          login.newOrder().identifiers(AcmeClient.theirs(ADDRESS)).profile("shortlived").create(),
          answers,
          AcmeClient.Way.TLS_ALPN);

      assertThat(client.session().getMetadata().getProfiles())
          .containsExactlyInAnyOrder("classic", "shortlived");
      assertThat(authority.orders(NAME).getFirst().profile()).contains("classic");
      assertThat(authority.orders(ADDRESS).getFirst().profile()).contains("shortlived");
      assertThat(authority.orders(ADDRESS).getFirst().certificate().orElseThrow().getNotAfter())
          .isEqualTo(NOW.plus(Duration.ofHours(160)));
    }
  }

  @Test
  void a_profile_that_is_not_for_addresses_and_one_that_does_not_exist_are_refused()
      throws Exception {
    try (AcmeAuthority authority = started(withProfiles())) {
      AcmeClient client = AcmeClient.of(authority);
      Login login = client.login();

      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(() -> login.newOrder().identifiers(AcmeClient.theirs(ADDRESS)).create())
          .satisfies(e -> assertThat(e.getType().toString()).endsWith(":rejectedIdentifier"));
      // acme4j itself asks for no profile that the directory does not name.
      JSONBuilder order = new JSONBuilder();
      order.array(
          "identifiers",
          AcmeClient.theirs(NAME).stream().map(org.shredzone.acme4j.Identifier::toMap).toList());
      order.put("profile", "everlasting");
      try (var connection = client.session().connect()) {
        assertThatExceptionOfType(AcmeServerException.class)
            .isThrownBy(() ->
                connection.sendSignedRequest(
                    client.session().resourceUrl(Resource.NEW_ORDER), order, login))
            .satisfies(e -> assertThat(e.getType().toString()).endsWith(":invalidProfile"));
      }
    }
  }
}
