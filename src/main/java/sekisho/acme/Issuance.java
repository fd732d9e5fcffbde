package sekisho.acme;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import sekisho.acme.TimelineEntry.Event;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.ChallengeType;

/**
 * One try to get one certificate, from the order to the file (RFC 8555 §7.1.6), going on with an
 * order that somebody left behind. Blocking, for minutes at most; for one thread.
 */
final class Issuance {
  /** For all that an order waits for. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final AcmeSettings settings;
  private final Login login;
  private final CertificateRecord record;
  private final WantedCertificate wanted;
  private final ChallengeAnswers answers;
  private final Clock clock;
  private final Polling polling;

  Issuance(
      AcmeSettings settings,
      Login login,
      CertificateRecord record,
      ChallengeAnswers answers,
      Clock clock,
      Pause pause) {
    this.settings = settings;
    this.login = login;
    this.record = record;
    this.wanted = record.wanted();
    this.answers = answers;
    this.clock = clock;
    this.polling = new Polling(clock, pause, PATIENCE);
  }

  /**
   * @param replaced the certificate it is to take the place of
   * @param event what it is called when it comes
   * @throws Refused when the authority says no, or something else than it should
   */
  void run(Optional<X509Certificate> replaced, Event event)
      throws AcmeException, IOException, InterruptedException, Refused, Undecided {
    OrderDesk desk = new OrderDesk(settings, login, record);
    Optional<Order> left = desk.leftBehind();
    Order order = left.isPresent() ? left.get() : desk.place(replaced);
    KeyPair keys =
        record
            .orderKeys()
            .orElseThrow(() -> new IOException("the key of the order has been taken away"));
    try {
      if (order.getStatus() == Status.PENDING) {
        validate(order);
        polling.await(order, "the order", Status.PENDING);
      }
      if (order.getStatus() == Status.READY) {
        order.execute(SigningRequest.of(wanted.identifiers(), keys));
      }
      polling.await(order, "the certificate", Status.PROCESSING, Status.READY, Status.PENDING);
      if (order.getStatus() != Status.VALID) {
        throw invalid(order);
      }
      Certificate certificate = order.getCertificate();
      certificate.download();
      List<X509Certificate> chain = certificate.getCertificateChain();
      IssuedChain.require(chain, keys, wanted, clock.instant());
      record.issued(keys, chain, event);
    } catch (Refused e) {
      // Such an order comes to nothing, however often it is asked about.
      record.dropOrder();
      throw e;
    } catch (AcmeServerException e) {
      if (!Failure.isPassing(e) && !Failure.isOfType(e, "accountDoesNotExist")) {
        record.dropOrder();
      }
      throw e;
    } catch (AcmeProtocolException | AcmeLazyLoadingException e) {
      // It may have been an accident; what has failed so twice is begun anew.
      if (left.isPresent()) {
        record.dropOrder();
      }
      throw e;
    }
  }

  private void validate(Order order)
      throws AcmeException, IOException, InterruptedException, Refused, Undecided {
    Map<String, AcmeIdentifier> byText = new HashMap<>();
    wanted.identifiers().forEach(identifier -> byText.put(identifier.text(), identifier));
    List<Validation> open = new ArrayList<>();
    try {
      for (Authorization authorization : order.getAuthorizations()) {
        authorization.fetch();
        if (authorization.getStatus() == Status.VALID) {
          continue;
        }
        AcmeIdentifier identifier = byText.get(authorization.getIdentifier().getValue());
        if (identifier == null) {
          throw new Refused(
              Failure.of(
                  Failure.Whose.CERTIFICATE,
                  "the authority asks about "
                      + authorization.getIdentifier().getValue()
                      + ", which was not ordered"));
        }
        open.add(Validation.begin(identifier, authorization, preferred(), answers, clock));
      }
      for (Validation validation : open) {
        record.note(Event.CHALLENGED, validation.text());
        validation.trigger();
      }
      for (Validation validation : open) {
        String askers = validation.await(polling);
        record.note(Event.VALIDATED, validation.text() + askers);
      }
    } finally {
      open.forEach(Validation::close);
    }
  }

  /** What has failed gives way to the next, and comes round again. */
  private List<ChallengeType> preferred() {
    List<ChallengeType> all = settings.challenges();
    int first = record.state().failedValidations() % all.size();
    List<ChallengeType> preferred = new ArrayList<>(all.subList(first, all.size()));
    preferred.addAll(all.subList(0, first));
    return preferred;
  }

  private Refused invalid(Order order) {
    return new Refused(
        order
            .getError()
            .map(problem ->
                Failure.of(
                    Failure.Whose.CERTIFICATE, "the authority has given the order up", problem))
            .orElseGet(() ->
                Failure.of(
                    Failure.Whose.CERTIFICATE, "the order has become " + order.getStatus())));
  }
}
