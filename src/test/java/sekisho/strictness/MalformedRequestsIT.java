package sekisho.strictness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.strictness.CaseFile.Case;
import sekisho.strictness.SecondOpinion.Message;
import sekisho.strictness.WatchedOrigin.Answer;
import sekisho.strictness.WatchedOrigin.Visit;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/**
 * Traps 1 to 10, towards clients: each request of the tables gets its status and the end of the
 * connection, whatever follows it.
 *
 * <p>Of a fault in the head the origin sees not a byte; of one in the body, a request that never
 * ends. Every other client goes on being served.
 */
class MalformedRequestsIT {
  private static final int AT_LEAST = 380;

  /** What an attacker would have the next reader take for a request. */
  private static final String SMUGGLED =
      "GET /smuggled HTTP/1.1\r\nHost: " + Gateway.HOST + "\r\n\r\n";

  /** So small that every line of a head is cut. */
  private static final int PIECE_BYTES = 5;

  private static final int LARGE_BYTES = 2000;

  @TempDir static Path folder;

  @AutoClose
  static WatchedOrigin origin = WatchedOrigin.answering(asked -> Answer.ok(asked.second()));

  @AutoClose static Gateway gateway;

  static Stream<Case> cases() {
    return CaseFile.read(
        "requests",
        "length-and-coding",
        "content-length",
        "transfer-encoding",
        "line-ends",
        "fields",
        "request-line",
        "targets",
        "limits",
        "chunks",
        "trailers");
  }

  @BeforeAll
  static void start() {
    gateway = Gateway.before(origin, folder);
  }

  @BeforeEach
  void forget() {
    origin.forget();
  }

  @Test
  void there_are_many_of_them_and_each_has_a_name_of_its_own() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    assertThat(cases().map(Case::toString)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_is_refused_at_once_and_nothing_behind_it_is_a_request(Case fault) throws IOException {
    assertRefused(fault, client -> client.write(fault.bytes() + SMUGGLED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_is_refused_the_same_when_it_comes_in_pieces(Case fault) throws IOException {
    int piece = fault.bytes().length() > LARGE_BYTES ? LARGE_BYTES : PIECE_BYTES;
    assertRefused(
        fault,
        client -> {
          String all = fault.bytes() + SMUGGLED;
          for (int at = 0; at < all.length(); at += piece) {
            client.write(all.substring(at, Math.min(at + piece, all.length())));
          }
        });
  }

  /** How a client sends what it has. */
  private interface Sending {
    void by(RawTlsClient client) throws IOException;
  }

  private static void assertRefused(Case fault, Sending sending) throws IOException {
    try (RawTlsClient client = gateway.connect()) {
      sending.by(client);

      HttpReply reply = HttpReply.read(client.in());
      TlsEnding ending = client.readToEnd();

      assertThat(reply.status()).isEqualTo(Integer.parseInt(fault.verdict()));
      assertThat(reply.field("Connection")).contains("close");
      assertThat(ending.text()).isEmpty();
      assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
    gateway.assertServes();
    assertThat(targets()).allMatch(target -> target.startsWith(Gateway.CANARY));
    assertSeen(fault);
  }

  private static List<String> targets() {
    return origin.visits().stream()
        .flatMap(v -> v.requests().stream())
        .map(Message::second)
        .toList();
  }

  private static void assertSeen(Case fault) {
    List<Visit> disturbed = origin.visits().stream().filter(v -> !v.rest().isEmpty()).toList();
    if (fault.setting("fault").equals("head")) {
      assertThat(disturbed).isEmpty();
      return;
    }
    assertThat(disturbed).hasSizeLessThanOrEqualTo(1);
    for (Visit visit : disturbed) {
      Await.until("the request is aborted", visit::ended);
      assertThat(visit.rest()).startsWith("POST /fault HTTP/1.1\r\n").doesNotContain("smuggled");
      assertThat(SecondOpinion.request(visit.rest(), 0))
          .isInstanceOf(SecondOpinion.Unfinished.class);
    }
  }
}
