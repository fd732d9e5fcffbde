package sekisho.acme;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import sekisho.acme.TimelineEntry.Event;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;

/**
 * Where the order for a certificate comes from: one that was left behind, else a new one, of which
 * everything is stored that going on with it takes. For one thread.
 */
final class OrderDesk {
  private static final Logger LOG = Logger.getLogger(OrderDesk.class);

  /** After so many failures in a row an order is begun anew: the way to it may be gone. */
  private static final int TRIES_OF_AN_ORDER = 4;

  /** Let's Encrypt's name for certificates of six days. */
  private static final String SHORT_LIVED = "shortlived";

  private final AcmeSettings settings;
  private final Login login;
  private final CertificateRecord record;
  private final WantedCertificate wanted;

  OrderDesk(AcmeSettings settings, Login login, CertificateRecord record) {
    this.settings = settings;
    this.login = login;
    this.record = record;
    this.wanted = record.wanted();
  }

  /** The order that somebody was in the middle of, where it can still come to something. */
  Optional<Order> leftBehind() throws AcmeException, IOException {
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

  Order place(Optional<X509Certificate> replaced) throws AcmeException, IOException, Refused {
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
      // RFC 9773 §5: it may have been replaced already, or be another account's. What else is wrong
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
}
