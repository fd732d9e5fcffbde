import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** Clients that ask for something, read all of the answer and compare it. */
final class Requests {
  private static final String NAME = "localhost";
  private static final String MEMBERS = "members.test";
  private static final int UPLOAD_BYTES = 4 * 1024 * 1024;

  private final Wires wires;
  private final Map<String, Long> sums;

  Requests(Wires wires, Map<String, Long> sums) {
    this.wires = wires;
    this.sums = sums;
  }

  /** One that stays connected while it can. */
  Callable<String> keptAlive() {
    return new Callable<>() {
      private Wires.Wire wire;

      @Override
      public String call() throws IOException, GeneralSecurityException {
        if (wire == null) {
          wire = wires.tls(NAME);
        }
        boolean stays = false;
        try {
          wire.send("GET /10k HTTP/1.1\r\nHost: localhost\r\n\r\n");
          Answers.Answer answer = Answers.read(wire.in());
          stays = !answer.last();
          return judged(answer, "/10k");
        } finally {
          if (!stays) {
            wire.close();
            wire = null;
          }
        }
      }
    };
  }

  String fresh() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      return get(wire, "", "/128");
    }
  }

  String resumed() throws IOException {
    try (Wires.Wire wire = wires.resumed(NAME)) {
      return get(wire, "", "/128");
    }
  }

  String download() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      return get(wire, "", "/1m");
    }
  }

  String bigDownload() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      return get(wire, "", "/32m");
    }
  }

  /** Of an origin that ends TLS itself. */
  String relayedDownload() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls("files.test")) {
      return get(wire, "", "/1m");
    }
  }

  String upload() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      wire.send(
          "POST /sink HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + UPLOAD_BYTES + "\r\n\r\n");
      wire.send(new byte[UPLOAD_BYTES]);
      return "" + Answers.read(wire.in()).status();
    }
  }

  String chunkedUpload() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      wire.send("POST /sink HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int sent = 0; sent < UPLOAD_BYTES; ) {
        int size = ThreadLocalRandom.current().nextInt(1, 200_000);
        wire.send(Integer.toHexString(size) + "\r\n");
        wire.send(new byte[size]);
        wire.send("\r\n");
        sent += size;
      }
      wire.send("0\r\n\r\n");
      return "" + Answers.read(wire.in()).status();
    }
  }

  String limited() throws IOException, GeneralSecurityException {
    return of("/limited");
  }

  /** Where not all clients have a place at once. */
  String narrow() throws IOException, GeneralSecurityException {
    return of("/narrow");
  }

  /** Of an origin that the proxy speaks TLS with. */
  String secured() throws IOException, GeneralSecurityException {
    return of("/secured");
  }

  /** Of two origins whose health is checked. */
  String checked() throws IOException, GeneralSecurityException {
    return of("/checked");
  }

  String failing() throws IOException, GeneralSecurityException {
    return of("/failing");
  }

  String hung() throws IOException, GeneralSecurityException {
    return of("/hung");
  }

  String behindProxy() throws IOException, GeneralSecurityException {
    String header = "PROXY TCP4 192.0.2.7 192.0.2.8 5000 443\r\n";
    try (Wires.Wire wire = wires.tlsInFront(header, NAME)) {
      return get(wire, "", "/128");
    }
  }

  /** With a certificate, where one is required. */
  String member() throws IOException {
    try (Wires.Wire wire = wires.member(MEMBERS)) {
      return get(wire, MEMBERS, "/128", "/128");
    }
  }

  String overIpv6() throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tlsOverIpv6(NAME)) {
      return get(wire, "", "/128");
    }
  }

  String plain() throws IOException {
    try (Wires.Wire wire = wires.http()) {
      wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return "" + Answers.read(wire.in()).status();
    }
  }

  /** Some small ones and a big one. */
  private String of(String prefix) throws IOException, GeneralSecurityException {
    try (Wires.Wire wire = wires.tls(NAME)) {
      return get(wire, prefix, ThreadLocalRandom.current().nextInt(4) == 0 ? "/1m" : "/128");
    }
  }

  private String get(Wires.Wire wire, String prefix, String path) throws IOException {
    return get(wire, NAME, prefix + path, path);
  }

  private String get(Wires.Wire wire, String host, String target, String path) throws IOException {
    wire.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return judged(Answers.read(wire.in()), path);
  }

  private String judged(Answers.Answer answer, String path) {
    if (answer.status() == 200 && answer.sum() != sums.get(path)) {
      return "200-with-another-body";
    }
    return "" + answer.status();
  }
}
