import java.io.EOFException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Clients of relays and WebSockets, whose origins send back what they get. */
final class Relays {
  private static final int FRAME = 100;

  private final Wires wires;

  Relays(Wires wires) {
    this.wires = wires;
  }

  /** TLS that the origin ends. */
  String transparent() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls("relay.test")) {
      return pingPong(wire, 50);
    }
  }

  /** TLS that the proxy ends. */
  String terminated() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls("terminate.test")) {
      return pingPong(wire, 50);
    }
  }

  /** The client ends its direction first and still gets what is on its way. */
  String halfClosed() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls("terminate.test")) {
      pingPong(wire, 1);
      byte[] last = new byte[FRAME];
      wire.send(last);
      wire.socket().shutdownOutput();
      wire.in().readNBytes(FRAME);
      return wire.in().read() < 0 ? "ok" : "surplus";
    }
  }

  String webSocket() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls("localhost")) {
      wire.send(
          "GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      int status = Answers.read(wire.in()).status();
      if (status != 101) {
        return "" + status;
      }
      for (int i = 0; i < 100; i++) {
        // A mask of zeros: the payload as it is.
        byte[] frame = new byte[6 + FRAME];
        frame[0] = (byte) 0x82;
        frame[1] = (byte) (0x80 | FRAME);
        Arrays.fill(frame, 6, frame.length, (byte) i);
        wire.send(frame);
        byte[] echo = exactly(wire, 2 + FRAME);
        if (echo[0] != (byte) 0x82 || echo[2] != (byte) i || echo[1 + FRAME] != (byte) i) {
          return "another-frame";
        }
        Thread.sleep(50);
      }
      return "ok";
    }
  }

  private static String pingPong(Wires.Wire wire, int rounds)
      throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      byte[] ping = new byte[ThreadLocalRandom.current().nextInt(1, 2000)];
      ThreadLocalRandom.current().nextBytes(ping);
      wire.send(ping);
      if (!Arrays.equals(ping, exactly(wire, ping.length))) {
        return "other-bytes";
      }
      Thread.sleep(20);
    }
    return "ok";
  }

  private static byte[] exactly(Wires.Wire wire, int length) throws IOException {
    byte[] bytes = wire.in().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut");
    }
    return bytes;
  }
}
