package sekisho.testing;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;

/**
 * A TLS 1.3 client on BoringSSL, whose key share is X25519MLKEM768 and nothing else: a handshake
 * that succeeds has agreed on it. Its hello can be sent in pieces.
 */
public final class BoringSslClient implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final RawConnection connection;
  private final SSLEngine engine;
  private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES);

  private BoringSslClient(RawConnection connection, SSLEngine engine) {
    this.connection = connection;
    this.engine = engine;
  }

  /** How the first flight is written. */
  @FunctionalInterface
  public interface HelloWriter {
    void write(RawConnection connection, byte[] hello) throws IOException;
  }

  /** A context that trusts {@code authority}; good for many connections. */
  public static SslContext trusting(Path authority) throws IOException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.OPENSSL)
        .trustManager(authority.toFile())
        .option(OpenSslContextOption.GROUPS, new String[] {"X25519MLKEM768"})
        .protocols("TLSv1.3")
        .build();
  }

  /** Connects and shakes hands, its hello written by {@code writer}. */
  public static BoringSslClient connect(
      SslContext context, InetSocketAddress address, String name, HelloWriter writer)
      throws IOException {
    SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT, name, 443);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    engine.setSSLParameters(parameters);
    BoringSslClient client = new BoringSslClient(RawConnection.to(address), engine);
    try {
      client.handshake(writer);
      return client;
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void handshake(HelloWriter writer) throws IOException {
    engine.beginHandshake();
    HelloWriter next = writer;
    while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> {
          byte[] flight = wrap(ByteBuffer.allocate(0));
          if (flight.length > 0) {
            next.write(connection, flight);
            next = RawConnection::write;
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
        case NEED_TASK -> engine.getDelegatedTask().run();
        case FINISHED, NOT_HANDSHAKING -> {}
      }
    }
  }

  private byte[] wrap(ByteBuffer text) throws IOException {
    ByteBuffer wire = ByteBuffer.allocate(BUFFER_BYTES);
    SSLEngineResult result;
    do {
      result = engine.wrap(text, wire);
    } while (text.hasRemaining() && result.bytesProduced() > 0);
    return Arrays.copyOf(wire.array(), wire.position());
  }

  /** Takes one record's worth, reading from the connection when there is none. */
  private void unwrap() throws IOException {
    received.flip();
    SSLEngineResult result = engine.unwrap(received, plain);
    received.compact();
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW
        || (result.bytesConsumed() == 0 && result.bytesProduced() == 0)) {
      byte[] more = new byte[received.remaining()];
      int length = connection.read(more);
      if (length < 0) {
        throw new IOException("the server ended the connection");
      }
      received.put(more, 0, length);
    }
  }

  public void write(byte[] bytes) throws IOException {
    connection.write(wrap(ByteBuffer.wrap(bytes)));
  }

  /** Reads exactly {@code length} plain bytes. */
  public byte[] readExactly(int length) throws IOException {
    while (plain.position() < length) {
      unwrap();
    }
    plain.flip();
    byte[] bytes = new byte[length];
    plain.get(bytes);
    plain.compact();
    return bytes;
  }

  @Override
  public void close() throws IOException {
    connection.close();
    ReferenceCountUtil.release(engine);
  }
}
