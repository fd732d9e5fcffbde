package sekisho.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import sekisho.certificate.CertificatePair;

/**
 * What was read from files for ending TLS.
 *
 * @param certificates in the configuration's order; empty where nothing terminates TLS, or where
 *     none was obtained yet
 * @param clientAuthorities by the file that {@code client_auth} names; every one that is named
 */
public record ServerCredentials(
    List<CertificatePair> certificates, Map<Path, List<X509Certificate>> clientAuthorities) {
  public ServerCredentials {
    certificates = List.copyOf(certificates);
    clientAuthorities = Map.copyOf(clientAuthorities);
  }
}
