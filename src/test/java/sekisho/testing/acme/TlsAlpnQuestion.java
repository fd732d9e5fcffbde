package sekisho.testing.acme;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * TLS-ALPN-01 (RFC 8737 §3).
 *
 * @param identifier the name asked for
 * @param digest SHA-256 of the key authorization
 */
record TlsAlpnQuestion(Identifier identifier, byte[] digest) {
  private static final String PROTOCOL = "acme-tls/1";

  /** RFC 8737 §6.1: id-pe-acmeIdentifier. */
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

  Optional<Problem> ask(VantagePoint from, int port) {
    try (Socket transport = from.connect(port);
        SSLSocket socket = handshake(transport, port)) {
      if (!socket.getApplicationProtocol().equals(PROTOCOL)) {
        return wrong("the protocol is \"" + socket.getApplicationProtocol() + "\"");
      }
      Certificate[] shown = socket.getSession().getPeerCertificates();
      return judge((X509Certificate) shown[0]);
    } catch (IOException e) {
      return Optional.of(
          Problem.of("tls", 400, identifier + ": while shaking hands: " + e.getMessage()));
    } catch (GeneralSecurityException e) {
      return wrong(e.getMessage());
    }
  }

  private SSLSocket handshake(Socket transport, int port)
      throws IOException, GeneralSecurityException {
    // A context of its own, so that no session is resumed.
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    SSLParameters parameters = new SSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(identifier.serverName())));
    parameters.setApplicationProtocols(new String[] {PROTOCOL});
    String peer = transport.getInetAddress().getHostAddress();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(transport, peer, port, true);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private Optional<Problem> judge(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    Extensions extensions = new JcaX509CertificateHolder(certificate).getExtensions();
    if (extensions == null) {
      return wrong("the certificate has no extensions");
    }
    GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    if (names == null || !List.of(names.getNames()).equals(List.of(identifier.generalName()))) {
      return wrong("the certificate is not for it alone: " + names);
    }
    Extension proof = extensions.getExtension(ACME_IDENTIFIER);
    if (proof == null || !proof.isCritical()) {
      return wrong("the certificate has no critical acmeIdentifier");
    }
    if (!(ASN1Primitive.fromByteArray(proof.getExtnValue().getOctets())
            instanceof ASN1OctetString octets)
        || !Arrays.equals(octets.getOctets(), digest)) {
      return wrong("the acmeIdentifier is not the digest of the key authorization");
    }
    certificate.verify(certificate.getPublicKey());
    return Optional.empty();
  }

  private Optional<Problem> wrong(String why) {
    return Optional.of(Problem.unauthorized(identifier + ": " + why));
  }
}
