package sekisho.acme;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import sekisho.model.AcmeIdentifier;
import sekisho.model.ChallengeType;
import sekisho.model.ServerName;

/** Showing control of one identifier: the answer is there from the beginning until it is closed. */
final class Validation implements AutoCloseable {
  private final AcmeIdentifier identifier;
  private final Authorization authorization;
  private final Challenge challenge;
  private final ChallengeAnswers.Answering answering;

  private Validation(
      AcmeIdentifier identifier,
      Authorization authorization,
      Challenge challenge,
      ChallengeAnswers.Answering answering) {
    this.identifier = identifier;
    this.authorization = authorization;
    this.challenge = challenge;
    this.answering = answering;
  }

  /**
   * @param preferred the ways to show control, the one to take first
   * @throws Refused when the authority offers none of them
   */
  static Validation begin(
      AcmeIdentifier identifier,
      Authorization authorization,
      List<ChallengeType> preferred,
      ChallengeAnswers answers,
      Clock clock)
      throws Refused {
    for (ChallengeType type : preferred) {
      Optional<Challenge> offered =
          authorization.getChallenges().stream()
              .filter(challenge -> challenge.getType().equals(type.text()))
              .findFirst();
      if (offered.isPresent()) {
        return new Validation(
            identifier,
            authorization,
            offered.get(),
            answer(identifier, offered.get(), answers, clock));
      }
    }
    throw new Refused(
        Failure.of(
            Failure.Whose.CERTIFICATE,
            "the authority offers no way to show control of "
                + identifier
                + " that is allowed: it offers "
                + authorization.getChallenges().stream()
                    .map(Challenge::getType)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  private static ChallengeAnswers.Answering answer(
      AcmeIdentifier identifier, Challenge challenge, ChallengeAnswers answers, Clock clock)
      throws Refused {
    return switch (challenge) {
      case TlsAlpn01Challenge alpn ->
          answers.onTlsAlpn(
              asServerName(identifier),
              ChallengeCertificate.of(identifier, alpn.getAcmeValidation(), clock.instant()));
      case Http01Challenge http -> answers.onHttp(http.getToken(), http.getAuthorization());
      default ->
          throw new Refused(
              Failure.of(Failure.Whose.CERTIFICATE, "no way to answer " + challenge.getType()));
    };
  }

  /** What the authority will say that it looks for (RFC 8737 §3, RFC 8738 §6). */
  private static ServerName asServerName(AcmeIdentifier identifier) {
    return switch (identifier) {
      case AcmeIdentifier.Name(ServerName name) -> name;
      case AcmeIdentifier.Address(InetAddress address) -> ReverseName.of(address);
    };
  }

  /** Tells the authority to look. */
  void trigger() throws AcmeException {
    challenge.trigger();
  }

  String text() {
    return identifier + " by " + challenge.getType();
  }

  /**
   * Waits until the authority has looked.
   *
   * @return who came to look
   * @throws Refused when it did not see what it wanted to see
   */
  String await(Polling polling) throws AcmeException, InterruptedException, Refused, Undecided {
    Status status = polling.await(authorization, text(), Status.PENDING, Status.PROCESSING);
    if (status == Status.VALID) {
      return askers();
    }
    String before = "the authority could not validate " + text() + askers();
    Optional<Problem> problem =
        authorization.getChallenges().stream()
            .map(Challenge::getError)
            .flatMap(Optional::stream)
            .findFirst();
    throw new Refused(
        problem
            .map(said -> Failure.of(Failure.Whose.VALIDATION, before, said))
            .orElseGet(() ->
                Failure.of(Failure.Whose.VALIDATION, before + ": the authorization is " + status)));
  }

  private String askers() {
    Set<InetAddress> askers = answering.askers();
    return askers.isEmpty()
        ? " (nobody came to look)"
        : askers.stream()
            .map(asker -> new AcmeIdentifier.Address(asker).text())
            .sorted()
            .collect(Collectors.joining(", ", " (asked from ", ")"));
  }

  @Override
  public void close() {
    answering.close();
  }
}
