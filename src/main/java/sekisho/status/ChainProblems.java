package sekisho.status;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients may object to in a chain. Nobody's trust is asked: a private authority is as good as
 * a public one.
 */
final class ChainProblems {
  /** RFC 5280 §4.2.2.1: where the issuer's certificate is to be had. */
  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

  private ChainProblems() {}

  static List<String> of(List<X509Certificate> chain, Instant now) {
    List<String> problems = new ArrayList<>();
    X509Certificate leaf = chain.getFirst();
    boolean selfSigned = isSignedBy(leaf, leaf);
    // A root of one's own signs without it, and need not be sent.
    boolean hasIntermediate = leaf.getExtensionValue(AUTHORITY_INFORMATION_ACCESS) != null;
    if (chain.size() == 1 && !selfSigned && hasIntermediate) {
      problems.add(
          "no intermediate is sent: clients that do not have "
              + leaf.getIssuerX500Principal().getName()
              + " do not believe it");
    }
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate issuer = chain.get(i);
      if (!isSignedBy(chain.get(i - 1), issuer)) {
        problems.add("certificate " + (i + 1) + " has not signed the one before it");
      }
      if (now.isAfter(issuer.getNotAfter().toInstant())) {
        problems.add("certificate " + (i + 1) + " expired at " + issuer.getNotAfter().toInstant());
      }
    }
    if (selfSigned) {
      problems.add("signed by itself: nobody believes it who was not told to");
    }
    return List.copyOf(problems);
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
