package sekisho.strictness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.strictness.CaseFile.Case;
import sekisho.strictness.SecondOpinion.Message;
import sekisho.strictness.WatchedOrigin.Answer;
import sekisho.strictness.WatchedOrigin.Visit;
import sekisho.testing.HttpReply;
import sekisho.testing.RawTlsClient;

/** Strict is not picky: what the RFCs allow passes, and is known byte for byte at the origin. */
class UnusualRequestsIT {
  private static final Pattern OWN_FIELDS =
      Pattern.compile("(?m)^(Host|Via|X-Real-IP|X-Forwarded-\\w+|X-Request-ID): .*\r\n");

  @TempDir static Path folder;

  @AutoClose static WatchedOrigin origin = WatchedOrigin.answering(asked -> answer(asked));

  @AutoClose static Gateway gateway;

  private static Answer answer(Message asked) {
    return asked.first().equals("HEAD")
        ? new Answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", WatchedOrigin.Then.STAY)
        : Answer.ok(asked.second());
  }

  static Stream<Case> cases() {
    return CaseFile.read("requests", "unusual");
  }

  @BeforeAll
  static void start() {
    gateway = Gateway.before(origin, folder);
  }

  @BeforeEach
  void forget() {
    origin.forget();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_reaches_the_origin_as_it_should(Case request) throws IOException {
    try (RawTlsClient client = gateway.connect()) {
      client.write(request.bytes());

      assertAnswered(request, client);
    }
    gateway.assertServes();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_reaches_the_origin_the_same_when_it_comes_in_pieces(Case request) throws IOException {
    int length = request.bytes().length();
    int piece = length > 2000 ? 2000 : 3;
    try (RawTlsClient client = gateway.connect()) {
      for (int at = 0; at < length; at += piece) {
        client.write(request.bytes().substring(at, Math.min(at + piece, length)));
      }

      assertAnswered(request, client);
    }
    gateway.assertServes();
  }

  private static void assertAnswered(Case request, RawTlsClient client) throws IOException {
    HttpReply reply = HttpReply.read(client.in(), request.bytes().strip().split(" ")[0]);

    assertThat(reply.status()).isEqualTo(Integer.parseInt(request.verdict()));
    assertThat(seen()).isEqualTo(request.expected());
  }

  /** What the origin was sent, without framing and our own fields. */
  private static String seen() {
    List<Visit> asked = origin.visits().stream().filter(v -> !v.requests().isEmpty()).toList();
    if (asked.isEmpty()) {
      return "";
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().requests()).hasSize(1);
    Message message = asked.getFirst().requests().getFirst();
    assertThat(message.values("Host")).containsExactly(origin.url().substring("http://".length()));
    String bytes = asked.getFirst().lastBytes();
    String head = bytes.substring(0, bytes.indexOf("\r\n\r\n") + 4);
    StringBuilder seen = new StringBuilder(OWN_FIELDS.matcher(head).replaceAll(""));
    seen.append(message.body());
    message.trailers().forEach(line -> seen.append(line).append("\r\n"));
    return seen.toString();
  }
}
