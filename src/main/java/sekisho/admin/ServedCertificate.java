package sekisho.admin;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;

/**
 * The certificate that new handshakes get, which can be replaced while others are going on: each
 * asks for the chain and the key by the name under which it chose them. Vert.x's own replacing
 * loses the connections that come while it makes the new context.
 */
final class ServedCertificate extends X509ExtendedKeyManager {
  /** The newest first; then the one before, which a handshake may have chosen. */
  private volatile List<Named> served;

  private record Named(String alias, CertificatePair pair) {}

  ServedCertificate(CertificatePair first) {
    this.served = List.of(new Named("0", first));
  }

  /** For one thread at a time. */
  void replace(CertificatePair next) {
    Named before = served.getFirst();
    if (!before.pair().equals(next)) {
      String alias = Long.toString(Long.parseLong(before.alias()) + 1);
      served = List.of(new Named(alias, next), before);
    }
  }

  private Optional<CertificatePair> named(String alias) {
    return served.stream()
        .filter(named -> named.alias().equals(alias))
        .map(Named::pair)
        .findFirst();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Named newest = served.getFirst();
    return newest.pair().key().getAlgorithm().equals(keyType) ? newest.alias() : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return named(alias).map(pair -> pair.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return named(alias).map(CertificatePair::key).orElse(null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
