package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An authority that takes any answer for the right one would make every test of ours pass. */
class TlsAlpnQuestionTest {
  private static final Identifier NAME = Identifier.dns("a.test");
  private static final Identifier ADDRESS = Identifier.ip("203.0.113.7");
  private static final byte[] DIGEST = new byte[32];
  private static final byte[] OTHER = {1, 2, 3};

  private final Answers answers = Answers.start();

  @AfterEach
  void stop() {
    answers.close();
  }

  @Test
  void the_right_certificate_shows_control_of_a_name() {
    answers.tlsAlpn("a.test", ChallengeCertificate.right(NAME, DIGEST));

    assertThat(asked(NAME)).isEmpty();
  }

  @Test
  void the_right_certificate_shows_control_of_an_address_under_its_reverse_name() {
    answers.tlsAlpn("7.113.0.203.in-addr.arpa", ChallengeCertificate.right(ADDRESS, DIGEST));

    assertThat(asked(ADDRESS)).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("digest of", NAME, () -> ChallengeCertificate.right(NAME, OTHER)),
        mistake("no critical", NAME, () -> ChallengeCertificate.notCritical(NAME, DIGEST)),
        mistake("alone", NAME, () -> ChallengeCertificate.right(Identifier.dns("b.test"), DIGEST)),
        mistake("alone", NAME, () -> ChallengeCertificate.forThese(List.of(NAME, ADDRESS), DIGEST)),
        mistake("alone", ADDRESS, () -> ChallengeCertificate.right(NAME, DIGEST)),
        mistake(
            "alone",
            ADDRESS,
            () -> ChallengeCertificate.right(Identifier.dns("203.0.113.7"), DIGEST)),
        mistake("ignature", NAME, () -> ChallengeCertificate.signedByAnother(NAME, DIGEST)));
  }

  private static Arguments mistake(
      String words, Identifier identifier, Supplier<ChallengeCertificate> certificate) {
    return Arguments.of(words, identifier, certificate);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_certificate_with_a_mistake_does_not(
      String words, Identifier identifier, Supplier<ChallengeCertificate> certificate) {
    answers.tlsAlpn(identifier.serverName(), certificate.get());

    assertThat(asked(identifier))
        .hasValueSatisfying(problem -> {
          assertThat(problem.type()).isEqualTo("unauthorized");
          assertThat(problem.detail()).contains(words);
        });
  }

  @Test
  void a_server_that_does_not_agree_on_the_protocol_does_not() {
    answers.tlsAlpn("a.test", ChallengeCertificate.right(NAME, DIGEST));
    answers.speak();

    assertThat(asked(NAME))
        .hasValueSatisfying(problem -> assertThat(problem.detail()).contains("protocol"));
  }

  @Test
  void a_server_that_refuses_the_name_does_not() {
    assertThat(asked(NAME))
        .hasValueSatisfying(problem -> assertThat(problem.type()).isEqualTo("tls"));
  }

  private Optional<Problem> asked(Identifier identifier) {
    return new TlsAlpnQuestion(identifier, DIGEST)
        .ask(VantagePoint.towards(identifier.dialled(), 0), answers.tlsPort());
  }
}
