package sekisho.acme;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import sekisho.acme.CertificateState.Suggestion;
import sekisho.certificate.SerialNumber;

/** What an authority says of when to renew (RFC 9773); it advises, and need not answer. */
final class Suggestions {
  private static final Logger LOG = Logger.getLogger(Suggestions.class);

  /** RFC 9773 §4.3.1: where the authority does not say, and what it may say. */
  private static final Duration USUAL = Duration.ofHours(6);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Suggestions() {}

  /** What an authority that makes suggestions calls a certificate (RFC 9773 §4.1). */
  static Optional<String> id(X509Certificate certificate) {
    try {
      return Optional.of(AcmeUtils.getRenewalUniqueIdentifier(certificate));
    } catch (AcmeProtocolException | IllegalArgumentException e) {
      // It does not say by whose key it was signed.
      return Optional.empty();
    }
  }

  /** The suggestion for this very certificate, as far as one is known. */
  static Optional<Suggestion> about(X509Certificate certificate, CertificateState state) {
    return state.suggestion().filter(said -> said.serial().equals(SerialNumber.of(certificate)));
  }

  /** What came of asking. */
  sealed interface Answer {}

  record Said(Suggestion suggestion) implements Answer {}

  /** Of this certificate; of another it may say something. */
  record NothingOfIt() implements Answer {}

  /** It makes none, cannot be reached, or wants to be left alone. */
  record NothingAtAll() implements Answer {}

  static Answer ask(Login login, X509Certificate certificate, Clock clock) {
    try {
      if (login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
        return new NothingAtAll();
      }
      RenewalInfo said = login.bindRenewalInfo(certificate);
      Instant now = clock.instant();
      Instant again = said.fetch().orElse(now.plus(USUAL));
      Instant start = said.getSuggestedWindowStart();
      Instant end = said.getSuggestedWindowEnd();
      // RFC 9773 §4.2: then there is no suggestion.
      if (!end.isAfter(start)) {
        LOG.warnf("the authority suggests to renew from %s to %s: not listened to", start, end);
        return new NothingOfIt();
      }
      return new Said(
          new Suggestion(
              start,
              end,
              said.getExplanation().map(Object::toString),
              clamp(again, now),
              SerialNumber.of(certificate)));
    } catch (AcmeNetworkException | AcmeRateLimitedException e) {
      LOG.infof("the authority does not say when to renew: %s", e.getMessage());
      return new NothingAtAll();
    } catch (AcmeException
        | AcmeProtocolException
        | AcmeLazyLoadingException
        | IllegalArgumentException e) {
      LOG.infof("the authority does not say when to renew: %s", e.getMessage());
      return new NothingOfIt();
    }
  }

  private static Instant clamp(Instant again, Instant now) {
    Instant earliest = now.plus(SHORTEST);
    Instant latest = now.plus(LONGEST);
    return again.isBefore(earliest) ? earliest : again.isAfter(latest) ? latest : again;
  }
}
