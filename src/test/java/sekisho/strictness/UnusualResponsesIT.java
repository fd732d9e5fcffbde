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
import sekisho.strictness.WatchedOrigin.Then;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** Odd and good responses reach the client, and their connections are used again or not. */
class UnusualResponsesIT {
  private static final Pattern OWN_FIELDS =
      Pattern.compile("(?mi)^(Date|Server|Via|Connection|Content-Length|Transfer-Encoding):.*\r\n");

  @TempDir static Path folder;
  private static volatile Answer answer = Answer.ok("");

  @AutoClose
  static WatchedOrigin origin =
      WatchedOrigin.answering(
          asked -> asked.second().startsWith(Gateway.CANARY) ? Answer.ok(asked.second()) : answer);

  @AutoClose static Gateway gateway;

  static Stream<Case> cases() {
    return CaseFile.read("responses", "unusual");
  }

  @BeforeAll
  static void start() {
    gateway = Gateway.before(origin, folder);
  }

  @BeforeEach
  void fillThePool() throws IOException {
    origin.forget();
    gateway.assertServes();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_reaches_the_client_as_it_should(Case response) throws IOException {
    answer = new Answer(response.bytes(), Then.valueOf(response.setting("then")));
    String method = response.setting("method");
    TlsEnding ending;
    try (RawTlsClient client = gateway.connect()) {
      client.write(
          "%s /odd HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(method, Gateway.HOST));
      ending = client.readToEnd();
    }
    gateway.assertServes();

    assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    assertThat(seen(ending.text(), method)).isEqualTo(response.expected());
    assertThat(targetsOfTheConnectionOf("/odd").getLast().equals("/odd"))
        .isEqualTo(response.verdict().equals("closed"));
  }

  private static String seen(String text, String method) {
    SecondOpinion.Reading reading = SecondOpinion.response(text, 0, method);
    assertThat(reading).as(text).isInstanceOf(SecondOpinion.Whole.class);
    Message message = ((SecondOpinion.Whole) reading).message();
    assertThat(message.end()).as(text).isEqualTo(text.length());
    int begins = text.lastIndexOf(message.startLine() + "\r\n");
    if (message.body().contains(message.startLine())) {
      begins = 0;
    }
    String heads = text.substring(0, text.indexOf("\r\n\r\n", begins) + 4);
    StringBuilder seen = new StringBuilder(OWN_FIELDS.matcher(heads).replaceAll(""));
    seen.append(message.body());
    message.trailers().forEach(line -> seen.append(line).append("\r\n"));
    return seen.toString();
  }

  private static List<String> targetsOfTheConnectionOf(String target) {
    return origin.visits().stream()
        .map(visit -> visit.requests().stream().map(Message::second).toList())
        .filter(targets -> targets.contains(target))
        .findFirst()
        .orElseThrow();
  }
}
