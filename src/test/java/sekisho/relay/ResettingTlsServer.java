package sekisho.relay;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import sekisho.certificate.CertificatePair;

/** Ends TLS, reads so many bytes, and resets the connection while more of them come. */
final class ResettingTlsServer implements Closeable {
  private final ServerSocket listener;

  private ResettingTlsServer(ServerSocket listener) {
    this.listener = listener;
  }

  static ResettingTlsServer after(int bytes, CertificatePair pair) throws Exception {
    char[] password = "relay".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    Certificate[] chain = pair.chain().toArray(X509Certificate[]::new);
    keys.setKeyEntry("server", pair.key(), password, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> serve(listener, context, bytes));
    return new ResettingTlsServer(listener);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void serve(ServerSocket listener, SSLContext context, int bytes) {
    try (Socket accepted = listener.accept()) {
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, false);
      tls.setUseClientMode(false);
      tls.getInputStream().readNBytes(bytes);
      // socket(7): closing with a linger time of zero sends RST.
      accepted.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
