package sekisho.testing.acme;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 8555 §7.4) that is good.
 *
 * @param key whom to certify
 * @param names for what
 */
record SigningRequest(PublicKey key, GeneralNames names) {
  /** RFC 5280, ub-common-name. */
  private static final int COMMON_NAME_LIMIT = 64;

  /** Reads one for exactly {@code identifiers}, or refuses it. */
  static SigningRequest read(byte[] der, List<Identifier> identifiers, Jwk accountKey) {
    try {
      JcaPKCS10CertificationRequest csr = new JcaPKCS10CertificationRequest(der);
      PublicKey key = csr.getPublicKey();
      if (!csr.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw bad("its signature does not fit");
      }
      // RFC 8555 §11.1
      if (Arrays.equals(key.getEncoded(), accountKey.key().getEncoded())) {
        throw bad("its key is the account's");
      }
      checkCommonName(csr, identifiers);
      return new SigningRequest(key, names(csr, identifiers));
    } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
      throw bad(e.getMessage());
    }
  }

  private static void checkCommonName(
      JcaPKCS10CertificationRequest csr, List<Identifier> identifiers) {
    for (RDN rdn : csr.getSubject().getRDNs(BCStyle.CN)) {
      String name = IETFUtils.valueToString(rdn.getFirst().getValue());
      if (name.length() > COMMON_NAME_LIMIT) {
        throw bad("a common name has at most 64 characters");
      }
      if (identifiers.stream().noneMatch(each -> each.value().equals(name))) {
        throw bad("nobody ordered the common name " + name);
      }
    }
  }

  private static GeneralNames names(
      JcaPKCS10CertificationRequest csr, List<Identifier> identifiers) {
    Extensions extensions = csr.getRequestedExtensions();
    GeneralNames names =
        extensions == null
            ? null
            : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    Set<GeneralName> asked = names == null ? Set.of() : Set.of(names.getNames());
    Set<GeneralName> ordered =
        identifiers.stream().map(Identifier::generalName).collect(Collectors.toSet());
    if (!asked.equals(ordered)) {
      throw bad("it is for " + names + ", the order for " + identifiers);
    }
    return names;
  }

  private static RefusedException bad(String why) {
    return Problem.of("badCSR", 400, why).refusal();
  }
}
