package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.BoringSslClient;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * The installed Chromium's hello, with a key share of X25519MLKEM768, cut everywhere (trap 32). The
 * second segment is sent when the proxy has taken the first.
 */
class CutHelloIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 60,
            "routing": {
              "sni": [
                { "server_name": "passed.example.com", "mode": "transparent", "upstream": "{{echo}}" },
                { "server_name": "refused.example.com", "mode": "reject" },
                { "server_name": "ended.example.com", "mode": "tls_terminate", "upstream": "{{echo}}" }
              ]
            }
          }
        }
      }
      """;
  private static final int BATCH = 64;
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int POST_QUANTUM_BYTES = 1216; // the key share of X25519MLKEM768

  @TempDir static Path folder;
  @AutoClose static RawServer echo = RawServer.echo();
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates certificates;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("ended", "DNS:ended.example.com"))
                .with("echo", echo.address())
                .in(folder));
  }

  /** What is sent, and where it is cut into two segments. */
  private record Cut(byte[] bytes, int at) {}

  /** What has to come of a connection whose bytes have all been sent. */
  @FunctionalInterface
  private interface Outcome {
    void check(RawConnection client, Cut cut) throws IOException;
  }

  @Test
  void in_two_segments_it_passes_a_transparent_route_unchanged() throws IOException {
    byte[] hello = chromiumHello("passed.example.com");

    everywhere(hello.length, at -> new Cut(hello, at), CutHelloIT::isEchoed);
  }

  @Test
  void in_two_records_it_passes_a_transparent_route_unchanged() throws IOException {
    byte[] hello = chromiumHello("passed.example.com");

    everywhere(
        ClientHelloBytes.messageLength(hello), at -> records(hello, at), CutHelloIT::isEchoed);
  }

  @Test
  void in_two_segments_it_is_rejected_without_a_byte() throws IOException {
    byte[] hello = chromiumHello("refused.example.com");

    everywhere(hello.length, at -> new Cut(hello, at), CutHelloIT::isRejected);
  }

  @Test
  void in_two_records_it_is_rejected_without_a_byte() throws IOException {
    byte[] hello = chromiumHello("refused.example.com");

    everywhere(
        ClientHelloBytes.messageLength(hello), at -> records(hello, at), CutHelloIT::isRejected);
  }

  @Test
  void in_two_segments_or_records_a_post_quantum_handshake_succeeds() throws IOException {
    SslContext context = BoringSslClient.trusting(certificates.authority());
    try {
      for (int at = 1; at < POST_QUANTUM_BYTES; at += 16) {
        int cut = at;
        shakeHands(
            context, (c, hello) -> c.write(hello, 0, cut).write(hello, cut, hello.length - cut));
        shakeHands(context, (c, hello) -> c.write(ClientHelloBytes.inTwoRecords(hello, cut)));
      }
    } finally {
      ReferenceCountUtil.release(context);
    }
  }

  private static void shakeHands(SslContext context, BoringSslClient.HelloWriter writer)
      throws IOException {
    try (BoringSslClient client =
        BoringSslClient.connect(context, sekisho.address(), "ended.example.com", writer)) {
      client.write(new byte[] {'o', 'k'});

      assertThat(client.readExactly(2)).containsExactly('o', 'k');
    }
  }

  private static byte[] chromiumHello(String name) {
    byte[] hello = ClientHelloBytes.ofChromium(folder, name);
    assertThat(hello).hasSizeGreaterThan(POST_QUANTUM_BYTES);
    return hello;
  }

  private static Cut records(byte[] hello, int at) {
    return new Cut(ClientHelloBytes.inTwoRecords(hello, at), RECORD_HEADER_BYTES + at);
  }

  private static void everywhere(int end, IntFunction<Cut> cuts, Outcome outcome)
      throws IOException {
    List<Integer> offsets = IntStream.range(1, end).boxed().toList();
    for (int from = 0; from < offsets.size(); from += BATCH) {
      batch(offsets.subList(from, Math.min(from + BATCH, offsets.size())), cuts, outcome);
    }
  }

  private static void batch(List<Integer> offsets, IntFunction<Cut> cuts, Outcome outcome)
      throws IOException {
    List<RawConnection> clients = new ArrayList<>();
    try {
      for (int at : offsets) {
        RawConnection client = RawConnection.to(sekisho.address());
        clients.add(client);
        client.write(cuts.apply(at).bytes(), 0, at(cuts, at));
      }
      letTheLoopsTurn();
      for (int i = 0; i < offsets.size(); i++) {
        Cut cut = cuts.apply(offsets.get(i));
        clients.get(i).write(cut.bytes(), cut.at(), cut.bytes().length - cut.at());
      }
      for (int i = 0; i < offsets.size(); i++) {
        outcome.check(clients.get(i), cuts.apply(offsets.get(i)));
      }
    } finally {
      for (RawConnection client : clients) {
        client.close();
      }
    }
  }

  private static int at(IntFunction<Cut> cuts, int offset) {
    return cuts.apply(offset).at();
  }

  /**
   * Whole connections, one after the other: each event loop serves some, after what came before.
   */
  private static void letTheLoopsTurn() throws IOException {
    byte[] hello = ClientHelloBytes.ofJdk("refused.example.com");
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      try (RawConnection client = RawConnection.to(sekisho.address())) {
        client.write(hello).readToEnd();
      }
    }
  }

  private static void isEchoed(RawConnection client, Cut cut) throws IOException {
    assertThat(client.readExactly(cut.bytes().length))
        .as("cut at %s", cut.at())
        .isEqualTo(cut.bytes());
  }

  private static void isRejected(RawConnection client, Cut cut) throws IOException {
    Ending ending = client.readToEnd();

    assertThat(ending.bytes()).as("cut at %s", cut.at()).isEmpty();
    assertThat(ending.manner()).as("cut at %s", cut.at()).isEqualTo(Ending.Manner.FIN);
  }
}
