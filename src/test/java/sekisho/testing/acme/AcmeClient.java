package sekisho.testing.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import sekisho.testing.Await;

/**
 * An independent client, acme4j, that does what the program will: the authorities are tried by it.
 */
final class AcmeClient {
  private final Session session;
  private final KeyPair keys = Issuer.newKeys();

  private AcmeClient(Session session) {
    this.session = session;
  }

  static AcmeClient of(URI directory, SSLContext trust) {
    return new AcmeClient(
        new Session(
            directory,
            new GenericAcmeProvider() {
              @Override
              public HttpClient createHttpClient(NetworkSettings settings) {
                return HttpClient.newBuilder().sslContext(trust).build();
              }
            }));
  }

  static AcmeClient of(AcmeAuthority authority) {
    return of(authority.directory(), authority.httpsTrust());
  }

  Session session() {
    return session;
  }

  KeyPair keys() {
    return keys;
  }

  AccountBuilder newAccount() {
    return new AccountBuilder().agreeToTermsOfService().useKeyPair(keys);
  }

  Login login() throws AcmeException {
    return newAccount().createLogin(session);
  }

  /** Which of the challenges is answered. */
  enum Way {
    TLS_ALPN,
    HTTP
  }

  /** Orders a certificate, shows control of everything, and downloads it. */
  static Certificate obtain(Login login, Answers answers, Way way, Identifier... identifiers)
      throws AcmeException {
    Order order = login.newOrder().identifiers(theirs(identifiers)).create();
    return complete(order, answers, way);
  }

  static Certificate complete(Order order, Answers answers, Way way) throws AcmeException {
    show(order, answers, way);
    order.execute(Issuer.newKeys());
    await(order);
    return order.getCertificate();
  }

  /** Lets every authorization of the order be decided. */
  static void show(Order order, Answers answers, Way way) throws AcmeException {
    for (Authorization authorization : order.getAuthorizations()) {
      if (authorization.getStatus() == Status.PENDING) {
        Challenge challenge = prepared(authorization, answers, way);
        challenge.trigger();
        await(challenge);
      }
    }
    order.fetch();
  }

  private static Challenge prepared(Authorization authorization, Answers answers, Way way) {
    return switch (way) {
      case TLS_ALPN -> {
        TlsAlpn01Challenge challenge =
            authorization.findChallenge(TlsAlpn01Challenge.class).orElseThrow();
        Identifier identifier = ours(authorization.getIdentifier());
        answers.tlsAlpn(
            identifier.serverName(),
            ChallengeCertificate.right(identifier, challenge.getAcmeValidation()));
        yield challenge;
      }
      case HTTP -> {
        Http01Challenge challenge =
            authorization.findChallenge(Http01Challenge.class).orElseThrow();
        answers.http(challenge.getToken(), challenge.getAuthorization());
        yield challenge;
      }
    };
  }

  static void await(PollableResource resource) {
    Await.until(
        "it is valid or invalid",
        () -> {
          try {
            resource.fetch();
          } catch (AcmeException e) {
            throw new AssertionError(e);
          }
          return List.of(Status.VALID, Status.INVALID).contains(resource.getStatus());
        });
  }

  static List<org.shredzone.acme4j.Identifier> theirs(Identifier... identifiers) {
    return Arrays.stream(identifiers)
        .map(each -> new org.shredzone.acme4j.Identifier(each.type(), each.value()))
        .toList();
  }

  private static Identifier ours(org.shredzone.acme4j.Identifier identifier) {
    return new Identifier(identifier.getType(), identifier.getValue());
  }
}
