package sekisho.http;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.model.ClientAuth;

/**
 * Who a connection's client is by its certificate, and what it was asked for.
 *
 * <p>Upstreams hear of it in fields that no client can send: they are taken out of every request,
 * whoever it is from and whatever its route.
 *
 * @param asked as it was when the connection was accepted; empty: for nothing
 * @param certificate that it showed; null: none
 */
public record ClientIdentity(Optional<ClientAuth> asked, @Nullable ClientCertificate certificate) {
  static final ClientIdentity NOT_ASKED = new ClientIdentity(Optional.empty(), null);

  /** RFC 9440 §2.2. */
  private static final String WHOLE = "Client-Cert";

  /** RFC 9440 §2.3; not sent, and no client's either. */
  private static final String CHAIN = "Client-Cert-Chain";

  /** As nginx's variables are usually passed on. */
  private static final String PREFIX = "X-SSL-Client-";

  private static final String VERIFY = PREFIX + "Verify";
  private static final String SUBJECT = PREFIX + "S-DN";
  private static final String SERIAL = PREFIX + "Serial";
  private static final String FINGERPRINT = PREFIX + "Fingerprint";

  /**
   * @param session of the handshake, which has verified the certificate if there is one
   */
  public static ClientIdentity of(Optional<ClientAuth> asked, SSLSession session) {
    if (asked.isEmpty()) {
      return NOT_ASKED;
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return new ClientIdentity(asked, ClientCertificate.of((X509Certificate) chain[0]));
    } catch (SSLPeerUnverifiedException e) {
      return new ClientIdentity(asked, null);
    }
  }

  /** Whether only this proxy may write a field of that name, or a twin of it. */
  static boolean isItsField(String name) {
    return Twins.isTwinOfPrefix(name, PREFIX)
        || Twins.areTwins(name, WHOLE)
        || Twins.areTwins(name, CHAIN);
  }

  /** Tells the upstream; says nothing where the client was asked for nothing. */
  void addTo(Fields fields) {
    if (asked.isEmpty()) {
      return;
    }
    if (certificate == null) {
      fields.add(VERIFY, "NONE");
      return;
    }
    fields
        .add(VERIFY, "SUCCESS")
        .add(SUBJECT, certificate.subject())
        .add(SERIAL, certificate.serial())
        .add(FINGERPRINT, certificate.fingerprint())
        .add(WHOLE, certificate.whole());
  }
}
