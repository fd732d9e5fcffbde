package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/** That an authority which keeps the protocol's form treats orders as badly as a test asks. */
class AcmeMisconductTest {
  private static final Identifier NAME = Identifier.dns("a.test");
  private static final Identifier OTHER = Identifier.dns("b.test");

  private final Answers answers = Answers.start();
  private final AcmeAuthority authority = AcmeAuthority.start();

  @BeforeEach
  void aimAtTheAnswers() {
    authority.conduct().tlsPort(answers.tlsPort()).httpPort(answers.httpPort());
  }

  @AfterEach
  void stop() {
    authority.close();
    answers.close();
  }

  private Order ready(Identifier... identifiers) throws Exception {
    Login login = AcmeClient.of(authority).login();
    Order order = login.newOrder().identifiers(AcmeClient.theirs(identifiers)).create();
    AcmeClient.show(order, answers, AcmeClient.Way.HTTP);
    return order;
  }

  @Test
  void one_identifier_is_rejected_in_the_words_of_the_test() throws Exception {
    String words = "CAA record for b.test <prevents> issuance\nas of today";
    authority.conduct().rejecting(OTHER, Problem.of("caa", 403, words));

    Order order = ready(NAME, OTHER);

    assertThat(order.getStatus()).isEqualTo(Status.INVALID);
    assertThat(order.getError().orElseThrow().getDetail()).contains(words);
    assertThat(authority.journal().visits())
        .isNotEmpty()
        .allSatisfy(visit -> assertThat(visit.identifier()).isEqualTo(NAME));

    authority.conduct().accepting(OTHER);
    assertThat(ready(NAME, OTHER).getStatus()).isEqualTo(Status.READY);
  }

  @Test
  void a_validation_is_shown_after_as_many_looks_as_told() throws Exception {
    authority.conduct().validatingFor(3).pollAfter(Duration.ofSeconds(7));
    Login login = AcmeClient.of(authority).login();
    Authorization authorization =
        login.newOrder().domain("a.test").create().getAuthorizations().getFirst();
    Http01Challenge challenge = authorization.findChallenge(Http01Challenge.class).orElseThrow();
    answers.http(challenge.getToken(), challenge.getAuthorization());

    challenge.trigger();
    assertThat(challenge.getStatus()).isEqualTo(Status.PROCESSING);
    assertThat(challenge.fetch()).isPresent();
    assertThat(challenge.getStatus()).isEqualTo(Status.PROCESSING);
    authorization.fetch();
    assertThat(authorization.getStatus()).isEqualTo(Status.PENDING);
    AcmeClient.await(challenge);

    assertThat(challenge.getStatus()).isEqualTo(Status.VALID);
    assertThat(authority.journal().requests(Resource.CHALLENGE)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void a_certificate_is_shown_after_as_many_looks_as_told() throws Exception {
    authority.conduct().issuingFor(2);
    Order order = ready(NAME);

    order.execute(Issuer.newKeys());
    order.fetch();
    assertThat(order.getStatus()).isEqualTo(Status.PROCESSING);
    order.fetch();

    assertThat(order.getStatus()).isEqualTo(Status.VALID);
  }

  @Test
  void issuing_fails_after_it_was_accepted() throws Exception {
    authority.conduct().failingToIssue(Problem.serverInternal("the HSM is on fire"));
    Order order = ready(NAME);

    order.execute(Issuer.newKeys());
    order.fetch();

    assertThat(order.getStatus()).isEqualTo(Status.INVALID);
    assertThat(order.getError().orElseThrow().getDetail()).contains("the HSM is on fire");
    authority.conduct().issuing();
    assertThat(AcmeClient.complete(ready(NAME), answers, AcmeClient.Way.HTTP).getCertificate())
        .isNotNull();
  }

  private List<X509Certificate> delivered(Delivery delivery, KeyPair keys) throws Exception {
    authority.conduct().delivering(delivery);
    Order order = ready(NAME);
    order.execute(keys);
    AcmeClient.await(order);
    return order.getCertificate().getCertificateChain();
  }

  @Test
  void a_certificate_can_be_for_another_key_or_another_name() throws Exception {
    KeyPair keys = Issuer.newKeys();

    assertThat(delivered(Delivery.AS_ORDERED, keys).getFirst().getPublicKey())
        .isEqualTo(keys.getPublic());
    assertThat(delivered(Delivery.OTHER_KEY, keys).getFirst().getPublicKey())
        .isNotEqualTo(keys.getPublic());
    assertThat(delivered(Delivery.OTHER_NAME, keys).getFirst().getSubjectAlternativeNames())
        .containsExactly(List.of(2, "other.example"));
  }

  @Test
  void a_chain_can_be_damaged_empty_or_no_chain_at_all() {
    KeyPair keys = Issuer.newKeys();

    assertThatExceptionOfType(AcmeProtocolException.class)
        .isThrownBy(() -> delivered(Delivery.DAMAGED_CHAIN, keys));
    assertThatExceptionOfType(AcmeProtocolException.class)
        .isThrownBy(() -> delivered(Delivery.NO_CERTIFICATE, keys));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> delivered(Delivery.EMPTY, keys).getFirst());
  }
}
