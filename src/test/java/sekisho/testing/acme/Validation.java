package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Asks the proxy, from several places at once; all of them have to be content. */
final class Validation {
  private final Conduct conduct;
  private final Journal journal;
  private final ExecutorService threads;
  private final int vantagePoints;

  Validation(Conduct conduct, Journal journal, ExecutorService threads, int vantagePoints) {
    this.conduct = conduct;
    this.journal = journal;
    this.threads = threads;
    this.vantagePoints = vantagePoints;
  }

  /**
   * Returns at once.
   *
   * @param key of the account
   * @param verdict is told on a thread of its own
   */
  void begin(
      Identifier identifier, Challenge challenge, Jwk key, Consumer<Optional<Problem>> verdict) {
    String token = challenge.token();
    Question question = question(challenge.type(), token, key.keyAuthorization(token));
    threads.execute(() ->
        verdict.accept(
            conduct
                .rejection(identifier)
                .or(() -> everywhere(identifier, challenge.type(), question))));
  }

  /** What is asked from one place; empty when the answer is right. */
  @FunctionalInterface
  private interface Question {
    Optional<Problem> ask(Identifier identifier, VantagePoint from);
  }

  private Question question(String type, String token, String keyAuthorization) {
    return switch (type) {
      case "tls-alpn-01" ->
          (identifier, from) ->
              new TlsAlpnQuestion(identifier, digest(keyAuthorization))
                  .ask(from, conduct.tlsPort());
      case "http-01" ->
          (identifier, from) ->
              new HttpQuestion(identifier, token, keyAuthorization).ask(from, conduct.httpPort());
      default ->
          (_, _) -> Optional.of(Problem.of("dns", 400, type + ": nobody here looks up names"));
    };
  }

  private Optional<Problem> everywhere(Identifier identifier, String type, Question question) {
    List<Future<Optional<Problem>>> answers =
        IntStream.range(0, vantagePoints)
            .mapToObj(number -> VantagePoint.towards(identifier.dialled(), number))
            .map(from -> threads.submit(() -> oneAnswer(identifier, type, question, from)))
            .toList();
    return answers.stream().flatMap(answer -> result(answer).stream()).findFirst();
  }

  private Optional<Problem> oneAnswer(
      Identifier identifier, String type, Question question, VantagePoint from) {
    Optional<Problem> problem = question.ask(identifier, from);
    journal.add(new Journal.Visit(identifier, type, from.source(), problem));
    return problem;
  }

  private static Optional<Problem> result(Future<Optional<Problem>> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Problem.serverInternal("the authority ends"));
    } catch (ExecutionException e) {
      return Optional.of(Problem.serverInternal(e.getCause().toString()));
    }
  }

  private static byte[] digest(String keyAuthorization) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(keyAuthorization.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
