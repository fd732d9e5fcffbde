package sekisho.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** ClientHellos as they are on the wire, and ways to cut them. */
public final class ClientHelloBytes {
  private static final int RECORD_HEADER_BYTES = 5;

  private ClientHelloBytes() {}

  /** The hello that the installed Chromium sends for {@code name}: one record, whole. */
  public static byte[] ofChromium(Path folder, String name) {
    CompletableFuture<byte[]> hello = new CompletableFuture<>();
    try (RawServer server = RawServer.start(connection -> hello.complete(record(connection)))) {
      Process browser = Chromium.in(folder).visit(name, server.port());
      try {
        Await.until("Chromium has said hello", hello::isDone);
        return hello.join();
      } finally {
        Command.kill(browser);
      }
    } catch (IOException e) {
      throw new AssertionError("Chromium does not start", e);
    }
  }

  /** The hello of the JDK's client for {@code name}, offering {@code alpn}: one record, whole. */
  public static byte[] ofJdk(String name, String... alpn) {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine(name, 443);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setApplicationProtocols(alpn);
      engine.setSSLParameters(parameters);
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      return Arrays.copyOf(hello.array(), hello.position());
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code hello} with the one occurrence of some bytes replaced by as many others. */
  public static byte[] patched(byte[] hello, byte[] from, byte[] to) {
    byte[] patched = hello.clone();
    for (int at = 0; at + from.length <= hello.length; at++) {
      if (Arrays.equals(hello, at, at + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, patched, at, from.length);
        return patched;
      }
    }
    throw new IllegalArgumentException("the hello does not hold " + Arrays.toString(from));
  }

  private static byte[] record(RawConnection connection) throws IOException {
    byte[] header = connection.readExactly(RECORD_HEADER_BYTES);
    byte[] body = connection.readExactly(Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(3)));
    return join(header, body);
  }

  /**
   * The same handshake message in two records (RFC 8446 §5.1).
   *
   * @param firstLength bytes of the message in the first record, 1 to one less than all
   */
  public static byte[] inTwoRecords(byte[] hello, int firstLength) {
    byte[] message = Arrays.copyOfRange(hello, RECORD_HEADER_BYTES, hello.length);
    return join(
        asRecord(hello, Arrays.copyOf(message, firstLength)),
        asRecord(hello, Arrays.copyOfRange(message, firstLength, message.length)));
  }

  /** How long the handshake message in the one record of {@code hello} is. */
  public static int messageLength(byte[] hello) {
    return hello.length - RECORD_HEADER_BYTES;
  }

  private static byte[] asRecord(byte[] like, byte[] part) {
    byte[] header = {like[0], like[1], like[2], (byte) (part.length >> 8), (byte) part.length};
    return join(header, part);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
