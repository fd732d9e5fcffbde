package sekisho.hello;

import java.util.List;
import java.util.Optional;
import sekisho.model.ServerName;

/**
 * What routing and the choice of a certificate need of a ClientHello (RFC 8446 §4.1.2).
 *
 * <p>It is not the whole hello: the TLS library reads that for itself.
 *
 * @param serverName the name the client asks for, in its compared form; empty: it named nobody
 * @param alpn the application protocols offered, preferred first, each byte a character (RFC 7301
 *     §3.1); empty: none was offered
 * @param offersTls13 whether {@code supported_versions} holds TLS 1.3 (RFC 8446 §4.2.1)
 * @param signatureSchemes the code points of {@code signature_algorithms} (RFC 8446 §4.2.3),
 *     preferred first; empty: the extension was not sent
 * @param offersEcdsaSuites whether a TLS 1.2 cipher suite with ECDSA authentication is offered
 */
public record ClientHello(
    Optional<ServerName> serverName,
    List<String> alpn,
    boolean offersTls13,
    List<Integer> signatureSchemes,
    boolean offersEcdsaSuites) {

  /** What only challenges of authorities are answered with (RFC 8737 §6.2). */
  public static final String ACME_TLS_1 = "acme-tls/1";

  public ClientHello {
    alpn = List.copyOf(alpn);
    signatureSchemes = List.copyOf(signatureSchemes);
  }

  /** Whether the client offers {@code protocol}. */
  public boolean hasAlpn(String protocol) {
    return alpn.contains(protocol);
  }

  /** Whether this asks for a TLS-ALPN-01 challenge: that protocol and no other (RFC 8737 §3). */
  public boolean isAcmeChallenge() {
    return alpn.size() == 1 && alpn.getFirst().equals(ACME_TLS_1);
  }

  /**
   * Whether a server with an ECDSA key can authenticate to this client. It does not say on which
   * curve: clients that can do ECDSA and not P-256 are not known.
   */
  public boolean acceptsEcdsa() {
    // TLS 1.3 suites do not name the authentication, those of TLS 1.2 do (RFC 8422 §2).
    return (offersTls13 || offersEcdsaSuites) && acceptsEcdsaSignatures();
  }

  private boolean acceptsEcdsaSignatures() {
    if (signatureSchemes.isEmpty()) {
      // RFC 5246 §7.4.1.4.1: who does not say takes SHA-1 with what its suites name.
      return true;
    }
    return signatureSchemes.stream().anyMatch(ClientHello::isEcdsa);
  }

  private static boolean isEcdsa(int scheme) {
    return switch (scheme) {
      case 0x0403, 0x0503, 0x0603, 0x0203 -> true; // with SHA-256, SHA-384, SHA-512, SHA-1
      default -> false;
    };
  }
}
