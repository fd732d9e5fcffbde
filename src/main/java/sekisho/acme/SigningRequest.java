package sekisho.acme;

import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import sekisho.model.AcmeIdentifier;

/**
 * What a certificate is asked for with (RFC 2986). The names are in the subjectAltName alone: a
 * common name takes no more than 64 characters, and nobody has read it for years.
 */
final class SigningRequest {
  private static final X500Name NOBODY = new X500NameBuilder().build();

  private SigningRequest() {}

  /** In DER. */
  static byte[] of(List<AcmeIdentifier> identifiers, KeyPair keys) {
    try {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(AlternativeName.of(identifiers)));
      String algorithm =
          keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      return new JcaPKCS10CertificationRequestBuilder(NOBODY, keys.getPublic())
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
          .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a request cannot be signed with a key of the JDK's", e);
    }
  }
}
