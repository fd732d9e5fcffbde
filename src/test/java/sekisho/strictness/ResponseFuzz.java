package sekisho.strictness;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import sekisho.strictness.SecondOpinion.Message;
import sekisho.strictness.WatchedOrigin.Answer;
import sekisho.strictness.WatchedOrigin.Then;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/**
 * Nearly good responses through the running proxy: what a client takes for whole is what {@link
 * SecondOpinion} reads in the origin's bytes, and nothing of them is another client's answer.
 */
final class ResponseFuzz implements Fuzz.Round {
  private static final List<String> GOOD =
      List.of(
          "HTTP/1.1 200 OK\r\nX-Id: {}\r\nContent-Length: 20\r\n\r\n{+}",
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20\r\nX-Id: {}\r\n\r\n{+}",
          "HTTP/1.1 200 OK\r\nX-Id: {}\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "14\r\n{+}\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nX-Id: {}\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{+}\r\n0\r\nA: b\r\n\r\n",
          "HTTP/1.1 200 OK\r\nX-Id: {}\r\n\r\n{+}",
          "HTTP/1.0 200 OK\r\nX-Id: {}\r\nContent-Length: 20\r\n\r\n{+}",
          "HTTP/1.1 204 No Content\r\nX-Id: {}\r\n\r\n",
          "HTTP/1.1 304 Not Modified\r\nX-Id: {}\r\nContent-Length: 20\r\n\r\n",
          "HTTP/1.1 404 Not Found\r\nX-Id: {}\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{+}",
          "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
              + "HTTP/1.1 200 OK\r\nX-Id: {}\r\nContent-Length: 20\r\n\r\n{+}");

  private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "HEAD");

  /** What the origin answers next. */
  private static volatile Answer next = Answer.ok("");

  private final Gateway gateway;
  private final WatchedOrigin origin;

  ResponseFuzz(Gateway gateway, WatchedOrigin origin) {
    this.gateway = gateway;
    this.origin = origin;
  }

  static Answer answer(Message asked) {
    return asked.second().startsWith(Gateway.CANARY) ? Answer.ok(asked.second()) : next;
  }

  @Override
  public String bytes(Random random, long number) {
    String id = "%020d".formatted(number);
    String good = GOOD.get(random.nextInt(GOOD.size())).replace("{}", id).replace("{+}", id);
    return new Mutation(random).of(good);
  }

  @Override
  public void play(String bytes, Random random) throws IOException {
    origin.forget();
    String method = METHODS.get(random.nextInt(METHODS.size()));
    SecondOpinion.Reading opinion = SecondOpinion.response(bytes, 0, method);
    next = new Answer(bytes, endsByItself(opinion, random) ? Then.STAY : Then.FIN);

    TlsEnding ending;
    try (RawTlsClient client = gateway.connect()) {
      client.write(
          "%s /fuzz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(method, Gateway.HOST));
      ending = client.readToEnd();
    }

    String text = ending.text();
    switch (SecondOpinion.response(text, 0, method)) {
      case SecondOpinion.Whole(Message got) -> {
        Fuzz.require(got.end() == text.length(), "more than a response: " + text);
        if (ending.manner() == TlsEnding.Manner.CLOSE_NOTIFY) {
          assertWhole(got, opinion, text, method);
        } else {
          Fuzz.require(!isGood(opinion), "cut, though it is whole: " + text);
        }
      }
      case SecondOpinion.Unfinished _ -> {
        Fuzz.require(
            ending.manner() != TlsEnding.Manner.CLOSE_NOTIFY, "half, and called whole: " + text);
        Fuzz.require(!isGood(opinion), "cut, though it is whole: " + text);
      }
      case SecondOpinion.Faulty(String why, _) ->
          throw new AssertionError("the client was sent a fault, " + why + ": " + text);
    }
  }

  /** Whether the response needs no FIN to be whole, and the origin sends none. */
  private static boolean endsByItself(SecondOpinion.Reading opinion, Random random) {
    if (!(opinion instanceof SecondOpinion.Whole(Message message))) {
      return false;
    }
    boolean framed =
        !message.values("Content-Length").isEmpty()
            || !message.values("Transfer-Encoding").isEmpty()
            || message.second().equals("204")
            || message.second().equals("304");
    return framed && random.nextBoolean();
  }

  private static boolean isGood(SecondOpinion.Reading opinion) {
    return opinion instanceof SecondOpinion.Whole(Message message)
        && !message.second().equals("101");
  }

  private static void assertWhole(
      Message got, SecondOpinion.Reading opinion, String text, String method) {
    boolean own =
        got.second().equals("502") && (text.contains("upstream_") || method.equals("HEAD"));
    if (own) {
      return;
    }
    Fuzz.require(isGood(opinion), "believed, though it is faulty: " + text);
    Message sent = ((SecondOpinion.Whole) opinion).message();
    Fuzz.require(
        got.second().equals(sent.second())
            && got.body().equals(sent.body())
            && got.values("X-Id").equals(sent.values("X-Id")),
        "another response than was sent: " + text);
  }
}
