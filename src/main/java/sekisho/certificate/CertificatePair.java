package sekisho.certificate;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sekisho.model.ServerNamePattern;

/**
 * A certificate chain and the private key of its first certificate, as a server presents them.
 *
 * <p>It is not verified against anybody's trust and may have expired: {@link #notAfter} tells, and
 * who loads it decides what that means. Immutable; equal when certificates and key are.
 *
 * @param chain the server's own certificate, then its intermediates as they were stored; never
 *     empty
 * @param key RSA or EC
 * @param names the DNS names it is for; see {@link #load} for where they come from
 * @param addresses the IP addresses it is for
 */
public record CertificatePair(
    List<X509Certificate> chain,
    PrivateKey key,
    List<ServerNamePattern> names,
    List<InetAddress> addresses) {
  /** Enough for somebody to come back from a holiday. */
  private static final Duration EXPIRES_SOON = Duration.ofDays(14);

  public CertificatePair {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has at least one certificate");
    }
  }

  /**
   * Reads a pair from PEM files, which may be one and the same. Names are those of the
   * subjectAltName, or the common name when there is none. Blocking.
   *
   * @param certificate the server's certificate first, then its intermediates
   * @param privateKey PKCS#8, PKCS#1 or SEC1: RSA of 2048 to 8192 bits or ECDSA on P-256, P-384 or
   *     P-521
   * @param passphrase a file whose first line opens the key, which is encrypted PKCS#8 then; empty:
   *     the key is not encrypted
   * @throws UnusableCertificateException when a file cannot be read, does not hold what it should,
   *     or the two do not belong together
   */
  public static CertificatePair load(Path certificate, Path privateKey, Optional<Path> passphrase)
      throws UnusableCertificateException {
    return of(PemFile.read(certificate), PemFile.read(privateKey), passphrase);
  }

  /**
   * A pair of which both halves were read already, from one place.
   *
   * @param where for messages
   * @param pem the private key, unencrypted, and the certificates
   * @throws UnusableCertificateException as {@link #load(Path, Path, Optional)}
   */
  public static CertificatePair parse(Path where, byte[] pem) throws UnusableCertificateException {
    PemFile both = PemFile.of(where, pem);
    return of(both, both, Optional.empty());
  }

  private static CertificatePair of(
      PemFile certificate, PemFile privateKey, Optional<Path> passphrase)
      throws UnusableCertificateException {
    List<X509Certificate> chain = PemCertificates.of(certificate);
    PrivateKey key = PemPrivateKey.of(privateKey, passphrase);
    KeyCheck.requirePair(chain, key, certificate.path(), privateKey.path());
    try {
      return of(chain, key);
    } catch (CertificateParsingException | RuntimeException e) {
      throw new UnusableCertificateException(
          certificate.path(),
          "the subject names of the certificate in " + certificate.path() + " are garbled",
          e);
    }
  }

  /** A pair whose key is not encrypted; see {@link #load(Path, Path, Optional)}. */
  public static CertificatePair load(Path certificate, Path privateKey)
      throws UnusableCertificateException {
    return load(certificate, privateKey, Optional.empty());
  }

  /** Of a chain and its key, which are not compared. */
  public static CertificatePair of(List<X509Certificate> chain, PrivateKey key)
      throws CertificateParsingException {
    SubjectNames subject = new SubjectNames(chain.getFirst());
    return new CertificatePair(chain, key, subject.names(), subject.addresses());
  }

  /** The server's own certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** When it begins to be valid. */
  public Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  /** When it expires. */
  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /**
   * From when on it is worth a warning that it expires: 14 days before or, where it does not live
   * long, for the last third of its life.
   */
  public Instant expiresSoonFrom() {
    Duration third = Duration.between(notBefore(), notAfter()).dividedBy(3);
    return notAfter().minus(third.compareTo(EXPIRES_SOON) < 0 ? third : EXPIRES_SOON);
  }

  public boolean isEcdsa() {
    return key.getAlgorithm().equals("EC");
  }

  /** Without the key: the JDK's keys print themselves whole. */
  @Override
  public String toString() {
    return "CertificatePair[names=%s, addresses=%s, key=%s, notAfter=%s]"
        .formatted(names, addresses, key.getAlgorithm(), notAfter());
  }
}
