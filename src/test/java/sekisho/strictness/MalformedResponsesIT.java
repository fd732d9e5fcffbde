package sekisho.strictness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
import sekisho.strictness.WatchedOrigin.Then;
import sekisho.strictness.WatchedOrigin.Visit;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/**
 * Traps 12 to 15, towards upstreams: a response in doubt is 502, or visibly cut where its head had
 * gone out; its connection is closed, and the next request is answered by another.
 *
 * <p>The connection that a case comes on is one that a canary has left in the pool.
 */
class MalformedResponsesIT {
  private static final int AT_LEAST = 120;

  @TempDir static Path folder;
  private static volatile Answer answer = Answer.ok("");

  @AutoClose
  static WatchedOrigin origin =
      WatchedOrigin.answering(
          asked -> asked.second().startsWith(Gateway.CANARY) ? Answer.ok(asked.second()) : answer);

  @AutoClose static Gateway gateway;

  static Stream<Case> cases() {
    return CaseFile.read(
        "responses", "heads", "status-lines", "interim", "early-ends", "chunks", "surplus");
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

  @Test
  void there_are_many_of_them_and_each_has_a_name_of_its_own() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    assertThat(cases().map(Case::toString)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void it_is_not_believed_and_its_connection_not_used_again(Case fault) throws IOException {
    answer = new Answer(fault.bytes(), Then.valueOf(fault.setting("then")));
    String method = fault.setting("method");

    TlsEnding ending = ask(method);

    switch (fault.verdict()) {
      case "502" -> assertRefused(ending, method);
      case "cut" -> assertCut(ending, method);
      case "whole" -> assertWhole(ending, method, fault);
      default -> throw new IllegalStateException(fault.verdict());
    }
    for (Visit visit : origin.visits()) {
      if (visit.requests().stream().anyMatch(asked -> asked.second().equals("/fault"))) {
        Await.until("the connection is closed", visit::ended);
      }
    }
    gateway.assertServes();
  }

  private static TlsEnding ask(String method) throws IOException {
    try (RawTlsClient client = gateway.connect()) {
      client.write(
          "%s /fault HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(method, Gateway.HOST));
      return client.readToEnd();
    }
  }

  private static Message finalOf(TlsEnding ending, String method) {
    SecondOpinion.Reading reading = SecondOpinion.response(ending.text(), 0, method);

    assertThat(reading).as(ending.text()).isInstanceOf(SecondOpinion.Whole.class);
    Message message = ((SecondOpinion.Whole) reading).message();
    assertThat(message.end()).as(ending.text()).isEqualTo(ending.text().length());
    assertThat(ending.manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    return message;
  }

  private static void assertRefused(TlsEnding ending, String method) {
    assertThat(finalOf(ending, method).second()).isEqualTo("502");
    assertThat(ending.text()).doesNotContain("POISON");
  }

  private static void assertCut(TlsEnding ending, String method) {
    assertThat(ending.manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    assertThat(ending.text()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("POISON");
    assertThat(SecondOpinion.response(ending.text(), 0, method))
        .isEqualTo(new SecondOpinion.Unfinished(true));
  }

  private static void assertWhole(TlsEnding ending, String method, Case fault) {
    Message expected =
        ((SecondOpinion.Whole) SecondOpinion.response(fault.bytes(), 0, method)).message();

    assertThat(finalOf(ending, method).body()).isEqualTo(expected.body());
    assertThat(ending.text()).startsWith(expected.startLine()).doesNotContain("POISON");
  }

  // 15
  @Test
  void what_comes_on_an_idle_connection_is_nobodys_answer() throws IOException {
    Visit idle = origin.visits().getLast();

    idle.push("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON");

    Await.until("the connection is closed", idle::ended);
    gateway.assertServes();
  }

  // 15
  @Test
  void half_a_line_on_an_idle_connection_is_enough_to_close_it() throws IOException {
    Visit idle = origin.visits().getLast();

    idle.push("H");

    Await.until("the connection is closed", idle::ended);
    gateway.assertServes();
  }

  // 12
  @Test
  void a_client_that_stays_is_served_after_a_502() throws IOException {
    answer = new Answer("HTTP/1.1 200 OK\nContent-Length: 6\n\nPOISON", Then.STAY);
    try (RawTlsClient client = gateway.connect()) {
      client.write("GET /fault HTTP/1.1\r\nHost: " + Gateway.HOST + "\r\n\r\n");
      HttpReply refused = HttpReply.read(client.in());
      client.write("GET /canary/stays HTTP/1.1\r\nHost: " + Gateway.HOST + "\r\n\r\n");
      HttpReply next = HttpReply.read(client.in());

      assertThat(refused.status()).isEqualTo(502);
      assertThat(next.text()).isEqualTo("/canary/stays");
    }
  }
}
