import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/**
 * Clients that are slow, wrong or gone. Where the proxy has to end it, {@code ended} is the outcome
 * that is wanted, and a time-out of the client's the one that is not.
 */
final class Hostile {
  private static final String NAME = "localhost";
  private static final String GET_32M = "GET /32m HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST =
      "POST /sink HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";

  private static final String[] BAD_HEADS = {
    "GET / HTTP/1.1\nHost: localhost\n\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  };

  private final Wires wires;

  Hostile(Wires wires) {
    this.wires = wires;
  }

  String unknownName() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls("nowhere.test")) {
      return "served";
    } catch (SSLException | java.net.SocketException | java.io.EOFException refused) {
      return "ended";
    }
  }

  /**
   * Without a certificate where one is required; in TLS 1.3 that is known when something is read.
   */
  String stranger() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls("members.test")) {
      return untilEnd(wire, "GET / HTTP/1.1\r\nHost: members.test\r\n\r\n".getBytes(ISO_8859_1));
    } catch (SSLException refused) {
      return "ended";
    }
  }

  /** Random bytes, at times behind the beginning of a TLS record. */
  String garbage() throws IOException {
    try (Wires.Wire wire = wires.raw()) {
      byte[] bytes = new byte[ThreadLocalRandom.current().nextInt(1, 4000)];
      ThreadLocalRandom.current().nextBytes(bytes);
      if (bytes.length > 5 && ThreadLocalRandom.current().nextBoolean()) {
        System.arraycopy(new byte[] {22, 3, 1, 2, 0}, 0, bytes, 0, 5);
      }
      return untilEnd(wire, bytes);
    }
  }

  String garbageInTls() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      int which = ThreadLocalRandom.current().nextInt(BAD_HEADS.length + 1);
      if (which < BAD_HEADS.length) {
        wire.send(BAD_HEADS[which]);
      } else {
        byte[] bytes = new byte[2000];
        ThreadLocalRandom.current().nextBytes(bytes);
        wire.send(bytes);
      }
      return "" + Answers.read(wire.in()).status();
    }
  }

  String badProxyHeader() throws IOException {
    try (Wires.Wire wire = wires.inFront()) {
      return untilEnd(wire, "PROXY TCP4 somewhere else\r\n".getBytes(ISO_8859_1));
    }
  }

  String slowHello() throws IOException, InterruptedException {
    try (Wires.Wire wire = wires.raw()) {
      return dripping(wire, new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 0, 0, 0, 0, 0});
    }
  }

  String slowHead() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      return dripping(wire, "GET /128 HTTP/1.1\r\nHost:".getBytes(ISO_8859_1));
    }
  }

  /** A body that begins and does not go on. */
  String slowBody() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      wire.send(POST);
      wire.send("a little");
      return "" + Answers.read(wire.in()).status();
    }
  }

  /** Takes a little of much for some seconds, and leaves. */
  String slowReader() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      wire.send(GET_32M);
      for (int i = 0; i < 50; i++) {
        if (wire.in().readNBytes(16_384).length == 0) {
          return "cut";
        }
        Thread.sleep(200);
      }
      return "ok";
    }
  }

  /** Takes nothing for longer than it may, then all that there is. */
  String stalledReader() throws IOException, GeneralSecurityException, InterruptedException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      wire.send(GET_32M);
      Thread.sleep(12_000);
      return untilEnd(wire, new byte[0]);
    }
  }

  String abortHandshake() throws IOException {
    Wires.Wire wire = wires.raw();
    wire.send(new byte[] {22, 3, 1, 2, 0, 1, 0});
    wire.abort();
    return "ok";
  }

  String abortDownload() throws IOException, GeneralSecurityException {
    Wires.Wire wire = wires.tls(NAME);
    wire.send(GET_32M);
    wire.in().readNBytes(ThreadLocalRandom.current().nextInt(1_000_000));
    wire.abort();
    return "ok";
  }

  String abortUpload() throws IOException, GeneralSecurityException {
    Wires.Wire wire = wires.tls(NAME);
    wire.send(POST);
    wire.send(new byte[ThreadLocalRandom.current().nextInt(500_000)]);
    wire.abort();
    return "ok";
  }

  /** A byte a second, as long as the proxy bears it. */
  private static String dripping(Wires.Wire wire, byte[] bytes)
      throws IOException, InterruptedException {
    try {
      for (byte next : bytes) {
        wire.send(new byte[] {next});
        Thread.sleep(1000);
      }
    } catch (java.net.SocketException | SSLException gone) {
      return "ended";
    }
    return untilEnd(wire, new byte[0]);
  }

  private static String untilEnd(Wires.Wire wire, byte[] bytes) throws IOException {
    try {
      wire.send(bytes);
      wire.in().skip(Long.MAX_VALUE);
      while (wire.in().read() >= 0) {
        wire.in().skip(Long.MAX_VALUE);
      }
      return "ended";
    } catch (SocketTimeoutException forgotten) {
      return "not-ended";
    } catch (java.net.SocketException | SSLException gone) {
      return "ended";
    }
  }
}
