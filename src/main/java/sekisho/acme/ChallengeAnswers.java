package sekisho.acme;

import java.net.InetAddress;
import java.util.Set;
import sekisho.certificate.CertificatePair;
import sekisho.model.ServerName;

/**
 * What answers an authority's questions on the proxy's ports, for as long as it may ask them.
 *
 * <p>An authority asks from several places at once, and more than once. Thread-safe: asked for by
 * the thread that orders, answered on event loops.
 */
public interface ChallengeAnswers {

  /**
   * From the return of this on, handshakes for {@code name} whose only protocol is {@code
   * acme-tls/1} get {@code certificate} (RFC 8737 §3), whatever the routes say.
   *
   * @param name what the authority sends as server name; for an address its reverse name
   */
  Answering onTlsAlpn(ServerName name, CertificatePair certificate);

  /**
   * From the return of this on, {@code /.well-known/acme-challenge/TOKEN} on plain HTTP is answered
   * with {@code keyAuthorization} (RFC 8555 §8.3), whatever the Host.
   */
  Answering onHttp(String token, String keyAuthorization);

  /** One question that is being answered until this is closed. */
  interface Answering extends AutoCloseable {
    /** Who has asked so far; a bounded number of them. */
    Set<InetAddress> askers();

    /** Answers no more; connections that have begun go on. */
    @Override
    void close();
  }
}
