package sekisho.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;

/** Other tests believe what it says about the end of a connection. */
class RawTlsClientTest {
  private static final byte[] WORDS = {'b', 'y', 'e'};

  /** How a server ends its connection. */
  @FunctionalInterface
  private interface Goodbye {
    void say(Socket transport, SSLSocket tls) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void close_notify_before_fin_is_the_end_in_good_order(String protocol) throws Exception {
    assertThat(endingOf(protocol, (_, tls) -> tls.close()))
        .isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void fin_alone_is_truncation(String protocol) throws Exception {
    assertThat(endingOf(protocol, (transport, _) -> transport.shutdownOutput()))
        .isEqualTo(TlsEnding.Manner.FIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void rst_is_told_from_both(String protocol) throws Exception {
    assertThat(endingOf(protocol, (transport, _) -> reset(transport)))
        .isEqualTo(TlsEnding.Manner.RST);
  }

  private static void reset(Socket transport) throws IOException {
    transport.setSoLinger(true, 0);
    transport.close();
  }

  private static TlsEnding.Manner endingOf(String protocol, Goodbye goodbye) throws Exception {
    CompletableFuture<Void> heard = new CompletableFuture<>();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = Thread.startVirtualThread(() -> serve(listener, goodbye, heard));
      try (RawTlsClient client =
          RawTlsClient.of(TlsCertificates.credulousContext())
              .protocols(protocol)
              .connect((InetSocketAddress) listener.getLocalSocketAddress())) {
        assertThat(client.in().readNBytes(WORDS.length)).isEqualTo(WORDS);
        heard.complete(null);
        TlsEnding ending = client.readToEnd();

        assertThat(ending.bytes()).isEmpty();
        return ending.manner();
      } finally {
        server.join();
      }
    }
  }

  /** Ends the connection when its words have been heard, which a RST could take away. */
  private static void serve(ServerSocket listener, Goodbye goodbye, CompletableFuture<Void> heard) {
    try (Socket transport = listener.accept();
        SSLSocket tls =
            (SSLSocket) context().getSocketFactory().createSocket(transport, null, true)) {
      tls.setUseClientMode(false);
      tls.getOutputStream().write(WORDS);
      heard.join();
      goodbye.say(transport, tls);
    } catch (IOException e) {
      heard.completeExceptionally(e);
    }
  }

  private static SSLContext context() {
    try {
      CertificatePair pair =
          SelfSignedCertificate.create(Clock.systemUTC(), List.of("localhost"), List.of());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", pair.key(), new char[0], pair.chain().toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
