package sekisho.testing.acme;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** TLS contexts of both sides, made in memory. */
final class Trust {
  private static final char[] NO_PASSWORD = {};

  private Trust() {}

  /** A client that believes {@code root} and nobody else. */
  static SSLContext in(X509Certificate root) {
    try {
      KeyStore store = empty();
      store.setCertificateEntry("root", root);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server on this machine with a certificate from {@code root}. */
  static SSLContext server(Issuer root) {
    try {
      KeyPair keys = Issuer.newKeys();
      GeneralNames names =
          new GeneralNames(
              new GeneralName[] {
                Identifier.ip("127.0.0.1").generalName(), Identifier.dns("localhost").generalName()
              });
      KeyStore store = empty();
      store.setKeyEntry(
          "server",
          keys.getPrivate(),
          NO_PASSWORD,
          new Certificate[] {root.server(keys.getPublic(), names)});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
