package sekisho.acme;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import sekisho.acme.TimelineEntry.Event;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.ChallengeType;

/**
 * One try to get one certificate, from the order to the file (RFC 8555 §7.1.6), going on with an
 * order that somebody left behind. Blocking, for minutes at most; for one thread.
 */
final class Issuance {
  private static final Logger LOG = Logger.getLogger(Issuance.class);

  /** For all that an order waits for. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** After so many failures in a row an order is begun anew: the way to it may be gone. */
  private static final int TRIES_OF_AN_ORDER = 4;

  /** Let's Encrypt's name for certificates of six days. */
  private static final String SHORT_LIVED = "shortlived";

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
    Optional<Order> left = leftBehind();
    Order order = left.isPresent() ? left.get() : place(replaced);
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

  /** The order that somebody was in the middle of, when it can still come to something. */
  private Optional<Order> leftBehind() throws AcmeException, IOException {
    Optional<CertificateState.PendingOrder> pending = record.state().order();
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    boolean worthIt = record.state().failures() <= TRIES_OF_AN_ORDER;
    if (worthIt && pending.get().identifiers().equals(wanted.texts()) && hasKeysForIt()) {
      try {
        Order order = login.bindOrder(URI.create(pending.get().url()).toURL());
        order.fetch();
        if (order.getStatus() != Status.INVALID) {
          record.note(Event.ORDERED, "going on with the order from before");
          return Optional.of(order);
        }
      } catch (AcmeServerException e) {
        if (Failure.isPassing(e) || Failure.isOfType(e, "accountDoesNotExist")) {
          throw e;
        }
        LOG.infof("the order of %s from before is gone: %s", wanted.name(), e.getMessage());
      } catch (AcmeException e) {
        if (!Failure.isRefusal(e)) {
          throw e;
        }
        LOG.infof("the order of %s from before is gone: %s", wanted.name(), e.getMessage());
      } catch (IllegalArgumentException | MalformedURLException e) {
        LOG.warnf("the order of %s from before is nowhere: %s", wanted.name(), e.getMessage());
      }
    }
    record.dropOrder();
    return Optional.empty();
  }

  /** Keys of the right kind, and not of a certificate that has come already. */
  private boolean hasKeysForIt() throws IOException {
    Optional<CertificatePair> pair = record.pair();
    try {
      return record
          .orderKeys()
          .filter(keys -> IssuedChain.isOf(keys.getPublic(), settings.keyType()))
          .filter(keys -> pair.isEmpty() || !IssuedChain.isSame(keys, pair.get().leaf()))
          .isPresent();
    } catch (IOException e) {
      LOG.warnf("the order of %s from before is given up: %s", wanted.name(), e.getMessage());
      return false;
    }
  }

  private Order place(Optional<X509Certificate> replaced)
      throws AcmeException, IOException, Refused {
    Optional<String> profile = profile();
    record.placing(KeyPairs.create(settings.keyType()));
    Order order;
    try {
      order = placeOrder(profile, replaced);
    } catch (AcmeServerException e) {
      if (replaced.isEmpty()
          || Failure.isPassing(e)
          || Failure.isOfType(e, "accountDoesNotExist")) {
        throw e;
      }
      // RFC 9773 §5: it may have been replaced already, or be another account's. Whatever else is
      // wrong
      // is said again.
      order = placeOrder(profile, Optional.empty());
    }
    record.placed(order.getLocation().toString());
    record.note(
        Event.ORDERED,
        "for "
            + String.join(", ", wanted.texts())
            + profile.map(name -> " with profile " + name).orElse(""));
    return order;
  }

  private Order placeOrder(Optional<String> profile, Optional<X509Certificate> replaced)
      throws AcmeException {
    var builder = login.newOrder();
    wanted.identifiers().forEach(identifier -> builder.identifier(asAsked(identifier)));
    profile.ifPresent(builder::profile);
    if (login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()) {
      replaced.flatMap(Suggestions::id).ifPresent(builder::replaces);
    }
    return builder.create();
  }

  /** Not acme4j's own form of an address: RFC 8738 §3 wants RFC 5952's. */
  private static Identifier asAsked(AcmeIdentifier identifier) {
    return switch (identifier) {
      case AcmeIdentifier.Name name -> new Identifier(Identifier.TYPE_DNS, name.text());
      case AcmeIdentifier.Address address -> new Identifier(Identifier.TYPE_IP, address.text());
    };
  }

  /** The one asked for; else the one without which nobody certifies addresses. */
  private Optional<String> profile() throws AcmeException, Refused {
    var offered = login.getSession().getMetadata().getProfiles();
    if (settings.profile().isPresent()) {
      if (!offered.contains(settings.profile().get())) {
        throw new Refused(
            Failure.of(
                Failure.Whose.CERTIFICATE,
                "the authority does not offer the profile "
                    + settings.profile().get()
                    + "; it offers "
                    + (offered.isEmpty() ? "none" : String.join(", ", offered))));
      }
      return settings.profile();
    }
    return wanted.hasAddress() && offered.contains(SHORT_LIVED)
        ? Optional.of(SHORT_LIVED)
        : Optional.empty();
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
