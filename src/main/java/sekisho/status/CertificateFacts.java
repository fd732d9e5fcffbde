package sekisho.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that is served.
 *
 * @param names DNS names and {@code *.} wildcards
 * @param addresses IP addresses
 * @param subject as RFC 2253 writes it
 * @param issuer likewise
 * @param serial hexadecimal, lower case
 * @param fingerprint SHA-256 of the certificate, hexadecimal, lower case
 * @param notBefore when it begins to be valid
 * @param notAfter when it expires
 * @param daysLeft whole days until then; negative: since then
 * @param state whether it is worth a look
 * @param keyType as {@code EC P-256} or {@code RSA 2048}
 * @param source where it is from
 * @param file the PEM file; empty: it was not read from one that the configuration names
 * @param routes who gets it: the names and wildcards of SNI routes that end TLS; who names nobody
 *     as {@code no name}
 * @param chainLength certificates that are sent, its own included
 * @param problems what is wrong with the chain, for people; empty: nothing
 */
public record CertificateFacts(
    List<String> names,
    List<String> addresses,
    String subject,
    String issuer,
    String serial,
    String fingerprint,
    Instant notBefore,
    Instant notAfter,
    long daysLeft,
    State state,
    String keyType,
    Source source,
    Optional<String> file,
    List<String> routes,
    int chainLength,
    List<String> problems) {
  public CertificateFacts {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    problems = List.copyOf(problems);
  }

  /** Whether it is worth a look. */
  public enum State {
    VALID,
    NOT_YET_VALID,
    /** By the rule of the warnings in the log: 14 days before, or the last third of its life. */
    EXPIRES_SOON,
    EXPIRED
  }

  /** Where a certificate is from. */
  public enum Source {
    FILE,
    ACME,
    SELF_SIGNED
  }
}
