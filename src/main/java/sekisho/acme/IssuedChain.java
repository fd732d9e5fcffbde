package sekisho.acme;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateKeyType;
import sekisho.model.ServerNamePattern;

/** Whether a certificate is what was asked for. */
final class IssuedChain {
  private IssuedChain() {}

  /**
   * Of a chain that an authority has sent.
   *
   * @throws Refused when it is not for that key and those identifiers, has expired, or is no chain
   */
  static void require(
      List<X509Certificate> chain, KeyPair keys, WantedCertificate wanted, Instant now)
      throws Refused {
    if (chain.isEmpty()) {
      throw refused("no certificate");
    }
    X509Certificate leaf = chain.getFirst();
    if (!isSame(keys, leaf)) {
      throw refused("a certificate for another key");
    }
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw refused("a certificate that expired at " + leaf.getNotAfter().toInstant());
    }
    try {
      CertificatePair pair = CertificatePair.of(chain, keys.getPrivate());
      if (!isFor(pair, wanted.identifiers())) {
        throw refused("a certificate for others: " + pair.names() + " " + pair.addresses());
      }
    } catch (CertificateParsingException | RuntimeException e) {
      throw refused("a certificate whose names are garbled");
    }
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw refused("a chain whose certificate " + (i + 1) + " is not signed by the next one");
      }
    }
  }

  private static Refused refused(String what) {
    return new Refused(Failure.of(Failure.Whose.CERTIFICATE, "the authority has sent " + what));
  }

  /** Whether a certificate is for that key; keys of different providers are never equal. */
  static boolean isSame(KeyPair keys, X509Certificate certificate) {
    return Arrays.equals(certificate.getPublicKey().getEncoded(), keys.getPublic().getEncoded());
  }

  /** Whether it is for these, all of them and nobody else. */
  static boolean isFor(CertificatePair pair, List<AcmeIdentifier> identifiers) {
    return subjects(pair).equals(subjects(identifiers));
  }

  /** Whether it is for one of these at least. */
  static boolean isForSome(CertificatePair pair, List<AcmeIdentifier> identifiers) {
    return !Collections.disjoint(subjects(pair), subjects(identifiers));
  }

  private static Set<Object> subjects(List<AcmeIdentifier> identifiers) {
    Set<Object> wanted = new HashSet<>();
    for (AcmeIdentifier identifier : identifiers) {
      wanted.add(
          switch (identifier) {
            case AcmeIdentifier.Name(var name) -> new ServerNamePattern.Exact(name);
            case AcmeIdentifier.Address(var address) -> address;
          });
    }
    return wanted;
  }

  private static Set<Object> subjects(CertificatePair pair) {
    Set<Object> has = new HashSet<>(pair.names());
    has.addAll(pair.addresses());
    return has;
  }

  /** Whether its key is of that kind. */
  static boolean isOf(CertificatePair pair, CertificateKeyType type) {
    return isOf(pair.leaf().getPublicKey(), type);
  }

  static boolean isOf(PublicKey publicKey, CertificateKeyType type) {
    return switch (publicKey) {
      case ECKey key -> {
        int bits = key.getParams().getOrder().bitLength();
        yield (type == CertificateKeyType.EC256 && bits == 256)
            || (type == CertificateKeyType.EC384 && bits == 384);
      }
      case RSAKey key -> {
        int bits = key.getModulus().bitLength();
        yield (type == CertificateKeyType.RSA2048 && bits == 2048)
            || (type == CertificateKeyType.RSA4096 && bits == 4096);
      }
      default -> false;
    };
  }
}
