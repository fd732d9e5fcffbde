package sekisho.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TLS client on the JDK's implementation that offers exactly what it is told to, and tells a
 * connection that was ended in good order from one that was cut.
 */
public final class RawTlsClient implements Closeable {
  /**
   * Without it the JDK takes FIN for close_notify. It is read once, when the first TLS socket is
   * made: the build sets it.
   */
  private static final String TELLS_ENDINGS = "com.sun.net.ssl.requireCloseNotify";

  private static final int READ_LIMIT_MILLIS = 60_000;

  private final Socket transport;
  private final SSLSocket socket;

  static {
    if (!Boolean.getBoolean(TELLS_ENDINGS)) {
      throw new IllegalStateException("tests need -D" + TELLS_ENDINGS + "=true");
    }
  }

  private RawTlsClient(Socket transport, SSLSocket socket) {
    this.transport = transport;
    this.socket = socket;
  }

  /** What a client will offer. */
  public static final class Offer {
    private final SSLContext context;
    private final SSLParameters parameters = new SSLParameters();
    private int receiveBufferBytes;
    private InetSocketAddress source = new InetSocketAddress(0);
    private byte[] before = {};

    private Offer(SSLContext context) {
      this.context = context;
    }

    public Offer sni(String name) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
      return this;
    }

    public Offer alpn(String... protocols) {
      parameters.setApplicationProtocols(protocols);
      return this;
    }

    /** As the JDK writes them: {@code TLSv1.2}. */
    public Offer protocols(String... protocols) {
      parameters.setProtocols(protocols);
      return this;
    }

    /** As the JDK writes them: {@code ecdsa_secp256r1_sha256}. */
    public Offer signatureSchemes(String... schemes) {
      parameters.setSignatureSchemes(schemes);
      return this;
    }

    /** What the kernel holds for this client, about; else it grows as the client reads. */
    public Offer receiveBuffer(int bytes) {
      receiveBufferBytes = bytes;
      return this;
    }

    /** Comes from another address of this machine, as {@code 127.0.0.2}. */
    public Offer from(String address) {
      source = new InetSocketAddress(address, 0);
      return this;
    }

    /** Sends this before its hello. */
    public Offer after(byte[] header) {
      before = header.clone();
      return this;
    }

    /** Connects and shakes hands. */
    public RawTlsClient connect(InetSocketAddress address) throws IOException {
      Socket transport = new Socket();
      try {
        if (receiveBufferBytes > 0) {
          transport.setReceiveBufferSize(receiveBufferBytes);
        }
        transport.bind(source);
        transport.connect(address);
        transport.setTcpNoDelay(true);
        transport.setSoTimeout(READ_LIMIT_MILLIS);
        transport.getOutputStream().write(before);
        // An address, so that no name is sent unless sni() says one.
        String peer = address.getAddress().getHostAddress();
        SSLSocket socket =
            (SSLSocket)
                context.getSocketFactory().createSocket(transport, peer, address.getPort(), true);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new RawTlsClient(transport, socket);
      } catch (IOException e) {
        transport.close();
        throw e;
      }
    }
  }

  /** A client that trusts who {@code context} trusts; contexts keep the sessions they resume. */
  public static Offer of(SSLContext context) {
    return new Offer(context);
  }

  /** Waits no longer than this for a byte, where silence is what a test has to notice. */
  public RawTlsClient readLimit(Duration limit) throws IOException {
    transport.setSoTimeout((int) limit.toMillis());
    return this;
  }

  /** Where it comes from. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) transport.getLocalSocketAddress();
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  public RawTlsClient write(String text) throws IOException {
    out().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends close_notify; reading goes on. */
  public RawTlsClient finish() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Sends FIN and no close_notify; reading goes on. */
  public RawTlsClient finishRudely() throws IOException {
    transport.shutdownOutput();
    return this;
  }

  /** Sends RST, and no close_notify. */
  public void reset() throws IOException {
    transport.setSoLinger(true, 0);
    transport.close();
  }

  /** Reads until the server ends the connection, and says how it did. */
  public TlsEnding readToEnd() throws IOException {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      byte[] buffer = new byte[64 << 10];
      try {
        for (int length = in().read(buffer); length >= 0; length = in().read(buffer)) {
          bytes.write(buffer, 0, length);
        }
        awaitFin();
        return new TlsEnding(bytes.toByteArray(), TlsEnding.Manner.CLOSE_NOTIFY);
      } catch (SSLException e) {
        return new TlsEnding(bytes.toByteArray(), TlsEnding.Manner.FIN);
      } catch (SocketException e) {
        return new TlsEnding(bytes.toByteArray(), TlsEnding.Manner.RST);
      }
    }
  }

  /** Nothing follows close_notify but the end of the connection. */
  private void awaitFin() throws IOException {
    int more = transport.getInputStream().read();
    if (more >= 0) {
      throw new AssertionError("the byte " + more + " after close_notify");
    }
  }

  public SSLSession session() {
    return socket.getSession();
  }

  /** The certificate that the server showed. */
  public X509Certificate serverCertificate() throws IOException {
    return (X509Certificate) session().getPeerCertificates()[0];
  }

  /** The protocol that ALPN settled on; empty when the server did not answer it. */
  public String applicationProtocol() {
    return socket.getApplicationProtocol();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
