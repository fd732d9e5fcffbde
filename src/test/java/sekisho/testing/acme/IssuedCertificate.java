package sekisho.testing.acme;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What an order ended with.
 *
 * @param id what the holder calls it (RFC 9773 §4.1)
 * @param leaf the certificate
 * @param chain the PEM text as it is delivered, mistakes included
 * @param identifiers what it is for
 */
record IssuedCertificate(
    String id, X509Certificate leaf, String chain, List<Identifier> identifiers) {}
