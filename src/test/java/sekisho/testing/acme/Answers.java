package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * What a proxy would answer an authority, on ports of every address of this machine: the
 * authorities are tried with it.
 */
public final class Answers implements Closeable {
  private static final String PATH = "/.well-known/acme-challenge/";

  private final AnsweringKeys keys = new AnsweringKeys();
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final SSLServerSocket tls;
  private final HttpServer http;
  private volatile List<String> protocols = List.of("acme-tls/1");

  private Answers() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, null, null);
    tls = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    http = HttpServer.create(new InetSocketAddress(0), 0);
    http.createContext(PATH, this::answer);
  }

  public static Answers start() {
    try {
      Answers answers = new Answers();
      Thread.ofVirtual().name("answers").start(answers::accept);
      answers.http.start();
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public int tlsPort() {
    return tls.getLocalPort();
  }

  public int httpPort() {
    return http.getAddress().getPort();
  }

  void tlsAlpn(String serverName, ChallengeCertificate certificate) {
    keys.put(serverName, certificate);
  }

  /** The same with a certificate that was made elsewhere. */
  public void tlsAlpn(String serverName, X509Certificate certificate, PrivateKey key) {
    keys.put(serverName, new ChallengeCertificate(certificate, key));
  }

  /** The protocols it knows in TLS, instead of {@code acme-tls/1}. */
  public void speak(String... others) {
    protocols = List.of(others);
  }

  public void http(String token, String keyAuthorization) {
    texts.put(PATH + token, keyAuthorization);
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket socket = (SSLSocket) tls.accept();
        Thread.ofVirtual().start(() -> shakeHands(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void shakeHands(SSLSocket socket) {
    try (socket) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(protocols.toArray(String[]::new));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getInputStream().read();
    } catch (IOException e) {
      // What that means, the authority says.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String text = texts.get(exchange.getRequestURI().getPath());
    byte[] body = (text == null ? "nothing" : text + "\n").getBytes(US_ASCII);
    try (exchange) {
      exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    try {
      tls.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
