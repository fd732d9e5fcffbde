import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is said on a connection, again and again, and what answers it. One for all connections. */
sealed interface Talk {
  /** A message, to be sent as it is. */
  ByteBuffer message();

  /**
   * Consumes an answer once it is complete, and nothing before.
   *
   * @throws IOException when it is not what is expected
   */
  boolean answered(ByteBuffer bytes) throws IOException;

  /** A request that is answered with 200 and a Content-Length. */
  record Get(String path, boolean keepAlive) implements Talk {
    @Override
    public ByteBuffer message() {
      String connection = keepAlive ? "" : "Connection: close\r\n";
      return ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + connection + "\r\n");
    }

    @Override
    public boolean answered(ByteBuffer bytes) throws IOException {
      int end = Heads.end(bytes);
      if (end < 0) {
        return false;
      }
      int length = end + Heads.contentLength(bytes, end);
      if (bytes.limit() < length) {
        return false;
      }
      if (bytes.get(bytes.position() + 9) != '2') {
        throw new IOException("answered with " + ISO_8859_1.decode(bytes));
      }
      bytes.position(length);
      return true;
    }
  }

  /** Bytes that come back as they are. */
  record Ping(int size) implements Talk {
    @Override
    public ByteBuffer message() {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) 'x');
      return ByteBuffer.wrap(bytes);
    }

    @Override
    public boolean answered(ByteBuffer bytes) {
      if (bytes.remaining() < size) {
        return false;
      }
      bytes.position(bytes.position() + size);
      return true;
    }
  }

  /** RFC 6455: a masked frame up, the same unmasked down. */
  record Frames(int size) implements Talk {
    private static final byte[] MASK = {1, 2, 3, 4};

    @Override
    public ByteBuffer message() {
      ByteBuffer frame = ByteBuffer.allocate(6 + size);
      frame.put((byte) 0x82).put((byte) (0x80 | size)).put(MASK);
      for (int i = 0; i < size; i++) {
        frame.put((byte) ('x' ^ MASK[i & 3]));
      }
      return frame.flip();
    }

    @Override
    public boolean answered(ByteBuffer bytes) throws IOException {
      if (bytes.remaining() < 2 + size) {
        return false;
      }
      int start = bytes.position();
      if (bytes.get(start) != (byte) 0x82
          || bytes.get(start + 1) != size
          || bytes.get(start + 1 + size) != 'x') {
        throw new IOException("not the frame that was sent");
      }
      bytes.position(start + 2 + size);
      return true;
    }
  }

  /** RFC 6455 §4.1, with its example's key. */
  record Upgrade() implements Talk {
    @Override
    public ByteBuffer message() {
      return ascii(
          "GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    @Override
    public boolean answered(ByteBuffer bytes) throws IOException {
      int end = Heads.end(bytes);
      if (end < 0) {
        return false;
      }
      if (bytes.get(bytes.position() + 9) != '1') {
        throw new IOException("no upgrade: " + ISO_8859_1.decode(bytes));
      }
      bytes.position(end);
      return true;
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }
}
