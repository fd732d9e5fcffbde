import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Makes connections to the proxy. Trusts everyone; any thread. */
final class Wires {
  private static final String IPV4 = "127.0.0.1";
  private static final String IPV6 = "::1";

  /** Longer than any limit in the configuration: who waits longer was forgotten by the proxy. */
  private static final int SILENCE_MILLIS = 30_000;

  /** What {@code bench/lib/common.sh} has it made with. */
  private static final char[] PASSWORD = "bench".toCharArray();

  /** The address of the proxy in front, whose connections begin with a PROXY header. */
  private static final String IN_FRONT = "127.0.0.2";

  private final int tlsPort;
  private final int httpPort;
  private final SSLContext resuming = context(null);
  private final SSLContext member;

  /**
   * @param pair a certificate and its key as PKCS #12, for clients that have one
   */
  Wires(int tlsPort, int httpPort, Path pair) throws IOException, GeneralSecurityException {
    this.tlsPort = tlsPort;
    this.httpPort = httpPort;
    KeyStore store = KeyStore.getInstance(pair.toFile(), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    member = context(keys.getKeyManagers());
  }

  /** A connection; whoever has it closes it. */
  record Wire(Socket plain, Socket socket, InputStream in, OutputStream out) implements Closeable {
    Wire(Socket plain, Socket socket) throws IOException {
      this(
          plain,
          socket,
          new BufferedInputStream(socket.getInputStream()),
          socket.getOutputStream());
    }

    void send(String text) throws IOException {
      send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Ends it with a reset, and without a word of TLS. */
    void abort() throws IOException {
      plain.setSoLinger(true, 0);
      plain.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  Wire raw() throws IOException {
    return unsecured(connect(IPV4, tlsPort, null));
  }

  Wire http() throws IOException {
    return unsecured(connect(IPV4, httpPort, null));
  }

  /** From the address that must send a PROXY header. */
  Wire inFront() throws IOException {
    return unsecured(connect(IPV4, tlsPort, IN_FRONT));
  }

  /** With a full handshake. */
  Wire tls(String name) throws IOException, GeneralSecurityException {
    return secured(connect(IPV4, tlsPort, null), name, context(null));
  }

  Wire tlsOverIpv6(String name) throws IOException, GeneralSecurityException {
    return secured(connect(IPV6, tlsPort, null), name, context(null));
  }

  /** With a certificate, and a session of before, where there is one. */
  Wire member(String name) throws IOException {
    return secured(connect(IPV4, tlsPort, null), name, member);
  }

  /** With a session of before, where there is one. */
  Wire resumed(String name) throws IOException {
    return secured(connect(IPV4, tlsPort, null), name, resuming);
  }

  Wire tlsInFront(String header, String name) throws IOException, GeneralSecurityException {
    Socket socket = connect(IPV4, tlsPort, IN_FRONT);
    socket.getOutputStream().write(header.getBytes(ISO_8859_1));
    return secured(socket, name, context(null));
  }

  private static Wire unsecured(Socket socket) throws IOException {
    return new Wire(socket, socket);
  }

  private Wire secured(Socket plain, String name, SSLContext context) throws IOException {
    try {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, tlsPort, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Wire(plain, socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket connect(String to, int port, String from) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setTcpNoDelay(true);
    if (from != null) {
      socket.bind(new InetSocketAddress(from, 0));
    }
    socket.connect(new InetSocketAddress(to, port), SILENCE_MILLIS);
    return socket;
  }

  /**
   * @param keys null: no certificate
   */
  private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys, new TrustManager[] {new Everyone()}, new SecureRandom());
    return context;
  }

  private static final class Everyone implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
