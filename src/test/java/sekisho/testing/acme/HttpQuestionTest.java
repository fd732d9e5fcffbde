package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sekisho.testing.ReservedPort;

/** That only the right answer is one. */
class HttpQuestionTest {
  private static final Identifier NAME = Identifier.dns("a.test");

  private final Answers answers = Answers.start();

  @AfterEach
  void stop() {
    answers.close();
  }

  @Test
  void the_key_authorization_is_the_answer() {
    answers.http("token", "token.thumbprint");

    assertThat(asked(NAME, answers.httpPort())).isEmpty();
    assertThat(asked(Identifier.ip("::1"), answers.httpPort())).isEmpty();
  }

  @Test
  void another_text_is_not() {
    answers.http("token", "token.thumbprint.");

    assertThat(asked(NAME, answers.httpPort()))
        .hasValueSatisfying(
            problem -> assertThat(problem.detail()).contains("not the key authorization"));
  }

  @Test
  void a_404_is_not() {
    assertThat(asked(NAME, answers.httpPort()))
        .hasValueSatisfying(problem -> assertThat(problem.detail()).contains("404"));
  }

  @Test
  void a_port_that_nobody_listens_on_is_not() {
    try (ReservedPort nobody = ReservedPort.loopback()) {
      assertThat(asked(NAME, nobody.number()))
          .hasValueSatisfying(problem -> assertThat(problem.type()).isEqualTo("connection"));
    }
  }

  private static Optional<Problem> asked(Identifier identifier, int port) {
    return new HttpQuestion(identifier, "token", "token.thumbprint")
        .ask(VantagePoint.towards(identifier.dialled(), 0), port);
  }
}
