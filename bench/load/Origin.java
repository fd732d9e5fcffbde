import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * What the relays and WebSockets lead to. Usage: {@code Origin.java ECHO_PORT TLS_ECHO_PORT
 * WEBSOCKET_PORT KEYSTORE PASSWORD}
 */
final class Origin {
  private Origin() {}

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Loop loop = new Loop();
    Tls tls = Tls.server(args[3], args[4]);
    loop.listen(
        Integer.parseInt(args[0]), channel -> Link.accepted(loop, channel, null, new Echo()));
    loop.listen(
        Integer.parseInt(args[1]),
        channel -> Link.accepted(loop, channel, tls.accepting(), new Echo()));
    loop.listen(
        Integer.parseInt(args[2]),
        channel -> Link.accepted(loop, channel, null, new WebSocketEcho()));
    while (true) {
      loop.turn();
    }
  }

  private static class Echo implements Link.Owner {
    @Override
    public void opened(Link link) {}

    @Override
    public void received(Link link, ByteBuffer bytes) throws IOException {
      link.send(bytes);
    }

    @Override
    public void closed(Link link) {}
  }

  /** Small masked frames, which go back unmasked; RFC 6455's example handshake is the only one. */
  private static final class WebSocketEcho extends Echo {
    private static final byte[] SWITCHING =
        ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            .getBytes(ISO_8859_1);

    private boolean upgraded;

    @Override
    public void received(Link link, ByteBuffer bytes) throws IOException {
      if (!upgraded && Heads.end(bytes) > 0) {
        bytes.position(Heads.end(bytes));
        upgraded = true;
        link.send(ByteBuffer.wrap(SWITCHING));
      }
      while (upgraded && bytes.remaining() >= 6) {
        int start = bytes.position();
        int size = bytes.get(start + 1) & 0x7f;
        if (bytes.remaining() < 6 + size) {
          return;
        }
        ByteBuffer frame = ByteBuffer.allocate(2 + size).put(bytes.get(start)).put((byte) size);
        for (int i = 0; i < size; i++) {
          frame.put((byte) (bytes.get(start + 6 + i) ^ bytes.get(start + 2 + (i & 3))));
        }
        bytes.position(start + 6 + size);
        link.send(frame.flip());
      }
    }
  }
}
