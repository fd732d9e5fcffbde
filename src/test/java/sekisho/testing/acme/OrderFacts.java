package sekisho.testing.acme;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/**
 * An order as an authority has it now.
 *
 * @param identifiers what it is for
 * @param profile the one it was given
 * @param replaces the certificate it replaces (RFC 9773 §5)
 * @param account whose it is
 * @param status as RFC 8555 §7.1.6 calls it
 * @param certificate what it ended with
 */
public record OrderFacts(
    Set<Identifier> identifiers,
    Optional<String> profile,
    Optional<String> replaces,
    String account,
    String status,
    Optional<X509Certificate> certificate) {}
