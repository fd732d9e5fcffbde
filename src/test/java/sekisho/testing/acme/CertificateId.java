package sekisho.testing.acme;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** What a certificate is called in renewal information (RFC 9773 §4.1). */
final class CertificateId {
  private CertificateId() {}

  static String of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
    AuthorityKeyIdentifier authority =
        AuthorityKeyIdentifier.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    return of(authority.getKeyIdentifierOctets(), certificate.getSerialNumber().toByteArray());
  }

  /**
   * @param authority the octets of the keyIdentifier
   * @param serial the octets of the DER integer, with the zero that keeps it positive
   */
  static String of(byte[] authority, byte[] serial) {
    return Json.base64Url(authority) + "." + Json.base64Url(serial);
  }
}
