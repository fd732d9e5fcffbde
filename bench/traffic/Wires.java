import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Makes connections to the proxy. Trusts everyone; any thread. */
final class Wires {
  /** Longer than any limit in the configuration: who waits longer was forgotten by the proxy. */
  private static final int SILENCE_MILLIS = 30_000;

  /** The address of the proxy in front, whose connections begin with a PROXY header. */
  private static final String IN_FRONT = "127.0.0.2";

  private final int tlsPort;
  private final int httpPort;
  private final SSLContext resuming = context();

  Wires(int tlsPort, int httpPort) throws GeneralSecurityException {
    this.tlsPort = tlsPort;
    this.httpPort = httpPort;
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
    return unsecured(connect(tlsPort, null));
  }

  Wire http() throws IOException {
    return unsecured(connect(httpPort, null));
  }

  /** From the address that must send a PROXY header. */
  Wire inFront() throws IOException {
    return unsecured(connect(tlsPort, IN_FRONT));
  }

  /** With a full handshake. */
  Wire tls(String name) throws IOException, GeneralSecurityException {
    return secured(connect(tlsPort, null), name, context());
  }

  /** With a session of before, where there is one. */
  Wire resumed(String name) throws IOException {
    return secured(connect(tlsPort, null), name, resuming);
  }

  Wire tlsInFront(String header, String name) throws IOException, GeneralSecurityException {
    Socket socket = connect(tlsPort, IN_FRONT);
    socket.getOutputStream().write(header.getBytes(ISO_8859_1));
    return secured(socket, name, context());
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

  private static Socket connect(int port, String from) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setTcpNoDelay(true);
    if (from != null) {
      socket.bind(new InetSocketAddress(from, 0));
    }
    socket.connect(new InetSocketAddress("127.0.0.1", port), SILENCE_MILLIS);
    return socket;
  }

  private static SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new Everyone()}, new SecureRandom());
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
