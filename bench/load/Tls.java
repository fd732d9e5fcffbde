import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One side's TLS 1.3; a client's keeps its sessions and trusts everyone. */
final class Tls {
  private static final String NAME = "localhost";

  private final SSLContext context;
  private long certificates;

  private Tls(SSLContext context) {
    this.context = context;
  }

  static Tls client() throws GeneralSecurityException {
    Tls tls = new Tls(SSLContext.getInstance("TLSv1.3"));
    tls.context.init(null, new TrustManager[] {tls.new Everyone()}, null);
    return tls;
  }

  /** With the key and certificate of a PKCS #12 file. */
  static Tls server(String file, String password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      store.load(in, password.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password.toCharArray());
    Tls tls = new Tls(SSLContext.getInstance("TLSv1.3"));
    tls.context.init(keys.getKeyManagers(), null, null);
    return tls;
  }

  SSLEngine towards(int port) {
    SSLEngine engine = context.createSSLEngine(NAME, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(NAME)));
    engine.setSSLParameters(parameters);
    return engine;
  }

  SSLEngine accepting() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  /** How many handshakes came with a certificate; a resumed one does not. */
  long certificates() {
    return certificates;
  }

  private final class Everyone extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      certificates++;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
