package sekisho.testing.acme;

import java.time.Clock;
import java.util.Optional;

/** Authorizations and their challenges (RFC 8555 §7.5). */
final class ChallengeDesk {
  private final Ledger ledger;
  private final Links links;
  private final Conduct conduct;
  private final Validation validation;
  private final Clock clock;

  ChallengeDesk(Ledger ledger, Links links, Conduct conduct, Validation validation, Clock clock) {
    this.ledger = ledger;
    this.links = links;
    this.conduct = conduct;
    this.validation = validation;
    this.clock = clock;
  }

  Reply authorization(String id, Signed signed) {
    Authorization authorization = ledger.authorization(id);
    signed.mustComeFrom(authorization.account());
    if (signed.isPostAsGet()) {
      authorization.look();
    } else if (signed.json().path("status").asText().equals("deactivated")) {
      authorization.deactivate();
    } else {
      throw Problem.malformed("an authorization can only be deactivated").refusal();
    }
    Reply reply = Reply.json(200, authorization.json(links));
    return authorization.isBeingValidated() ? reply.retryAfter(conduct.pollAfter()) : reply;
  }

  /** RFC 8555 §7.5.1: an empty payload looks, an object asks to be validated. */
  Reply challenge(String id, Signed signed) {
    Authorization authorization = ledger.authorizationWith(id);
    signed.mustComeFrom(authorization.account());
    Challenge challenge = authorization.challenge(id).orElseThrow();
    if (signed.isPostAsGet()) {
      challenge.look();
    } else {
      begin(authorization, challenge, signed);
    }
    Reply reply =
        Reply.json(200, challenge.json(links))
            .with(
                "Link",
                "<" + links.to(Resource.AUTHORIZATION, authorization.id()) + ">;rel=\"up\"");
    return challenge.status().equals("processing") ? reply.retryAfter(conduct.pollAfter()) : reply;
  }

  private void begin(Authorization authorization, Challenge challenge, Signed signed) {
    if (!signed.json().isEmpty()) {
      throw Problem.malformed("the answer to a challenge is {}").refusal();
    }
    if (!authorization.status().equals("pending")) {
      throw Problem.malformed("the authorization is not pending").refusal();
    }
    if (challenge.begin(conduct.validationLooks())) {
      validation.begin(
          authorization.identifier(),
          challenge,
          authorization.account().key(),
          problem -> end(challenge, problem));
    }
  }

  private void end(Challenge challenge, Optional<Problem> problem) {
    synchronized (ledger) {
      challenge.end(problem, clock.instant());
    }
  }
}
