package sekisho.testing.acme;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Certificates: made, delivered, and when to renew them (RFC 8555 §7.4, §7.4.2, RFC 9773 §4). */
final class CertificateDesk {
  private static final Duration ORDINARY_LIFETIME = Duration.ofDays(90);

  private final Ledger ledger;
  private final OrderDesk orders;
  private final Offer offer;
  private final Conduct conduct;
  private final Renewals renewals;
  private final Issuer issuer;

  CertificateDesk(
      Ledger ledger,
      OrderDesk orders,
      Offer offer,
      Conduct conduct,
      Renewals renewals,
      Issuer issuer) {
    this.ledger = ledger;
    this.orders = orders;
    this.offer = offer;
    this.conduct = conduct;
    this.renewals = renewals;
    this.issuer = issuer;
  }

  Reply complete(String orderId, Signed signed) {
    Order order = ledger.order(orderId);
    signed.mustComeFrom(order.account());
    String status = order.status(offer.clock().instant());
    if (!status.equals("ready")) {
      throw Problem.of("orderNotReady", 403, "the order is " + status).refusal();
    }
    SigningRequest request =
        SigningRequest.read(
            Json.bytes(signed.json(), "csr"), order.wish().identifiers(), signed.key());
    conduct
        .issuingFailure()
        .ifPresentOrElse(
            order::fail, () -> order.complete(issued(order, request), conduct.issuingLooks()));
    return orders.shown(200, order);
  }

  private IssuedCertificate issued(Order order, SigningRequest request) {
    Instant now = offer.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(lifetime(order));
    X509Certificate leaf = issuer.server(key(request), names(request), now, end);
    return new IssuedCertificate(
        CertificateId.of(leaf), leaf, chain(leaf), order.wish().identifiers());
  }

  private Duration lifetime(Order order) {
    return conduct
        .lifetime()
        .or(() -> order.wish().profile().map(name -> offer.profiles().get(name).lifetime()))
        .orElse(ORDINARY_LIFETIME);
  }

  private PublicKey key(SigningRequest request) {
    return conduct.delivery() == Delivery.OTHER_KEY ? Issuer.newKeys().getPublic() : request.key();
  }

  private GeneralNames names(SigningRequest request) {
    return conduct.delivery() == Delivery.OTHER_NAME
        ? new GeneralNames(Identifier.dns("other.example").generalName())
        : request.names();
  }

  private String chain(X509Certificate leaf) {
    String own = Issuer.pem(leaf);
    String next = Issuer.pem(issuer.certificate());
    return switch (conduct.delivery()) {
      case AS_ORDERED, OTHER_KEY, OTHER_NAME -> own + next;
      case DAMAGED_CHAIN ->
          own + next.substring(0, next.length() / 2) + "\n-----END CERTIFICATE-----\n";
      case NO_CERTIFICATE ->
          "-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
      case EMPTY -> "";
    };
  }

  /** The chain of an order. */
  Reply certificate(String orderId, Signed signed) {
    Order order = ledger.order(orderId);
    signed.mustComeFrom(order.account());
    signed.mustBePostAsGet();
    IssuedCertificate certificate =
        order.certificate().orElseThrow(() -> Problem.notFound("certificate").refusal());
    return Reply.text(200, "application/pem-certificate-chain", certificate.chain());
  }

  Reply renewalInfo(String id) {
    return Optional.of(offer)
        .filter(Offer::renewalInfo)
        .flatMap(_ -> ledger.orderOf(id))
        .flatMap(Order::certificate)
        .map(certificate -> renewals.of(certificate.leaf()))
        .orElseThrow(() -> Problem.notFound("certificate").refusal());
  }
}
