package sekisho.strictness;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sekisho.strictness.SecondOpinion.Message;
import sekisho.strictness.WatchedOrigin.Answer;
import sekisho.strictness.WatchedOrigin.Then;
import sekisho.strictness.WatchedOrigin.Visit;
import sekisho.testing.HttpReply;
import sekisho.testing.RawTlsClient;

/**
 * Nearly good requests through the running proxy: the origin may see none that {@link
 * SecondOpinion} does not read in the client's bytes, and the client gets each answer to its own
 * question.
 */
final class RequestFuzz implements Fuzz.Round {
  private static final int RECENT_ROUNDS = 64;
  private static final String ECHO = "X-Echo";
  private static final String HOST = "Host: " + Gateway.HOST + "\r\n";
  private static final List<String> GOOD =
      List.of(
          "GET /{} HTTP/1.1\r\n" + HOST + "\r\n",
          "GET /{}?a=b&c HTTP/1.1\r\n" + HOST + "Accept: */*\r\nCookie: a=b\r\n\r\n",
          "GET https://" + Gateway.HOST + "/{} HTTP/1.1\r\n" + HOST + "\r\n",
          "HEAD /{} HTTP/1.1\r\n" + HOST + "\r\n",
          "GET /{} HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\n\r\n",
          "POST /{} HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello",
          "POST /{} HTTP/1.1\r\nContent-Length: 44\r\n"
              + HOST
              + "\r\nGET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n0\r\n",
          "PUT /{} HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\nX: y\r\n\r\n",
          "POST /{} HTTP/1.1\r\n"
              + HOST
              + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n",
          "POST /{} HTTP/1.1\r\n"
              + HOST
              + "TE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n\r\n",
          "\r\nDELETE /{} HTTP/1.1\r\n" + HOST + "Connection: keep-alive\r\n\r\n");

  private final Gateway gateway;
  private final WatchedOrigin origin;
  private final Deque<String> recent = new ArrayDeque<>();

  RequestFuzz(Gateway gateway, WatchedOrigin origin) {
    this.gateway = gateway;
    this.origin = origin;
  }

  /** What the origin answers: who was asked what. */
  static Answer answer(Message asked) {
    if (asked.second().startsWith(Gateway.CANARY)) {
      return Answer.ok(asked.second());
    }
    String body = asked.first().equals("HEAD") ? "" : "ok";
    return new Answer(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n%s: %s\r\n\r\n%s"
            .formatted(ECHO, digest(asked), body),
        Then.STAY);
  }

  private static String digest(Message message) {
    return Integer.toHexString(
        (message.first() + ' ' + originForm(message.second()) + ' ' + message.body()).hashCode());
  }

  private static String originForm(String target) {
    String rest = target.replaceFirst("^(?i:https?)://[^/?]*", "");
    return rest.startsWith("/") || rest.equals("*") ? rest : "/" + rest;
  }

  @Override
  public String bytes(Random random, long number) {
    StringBuilder all = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      all.append(GOOD.get(random.nextInt(GOOD.size())).replace("{}", number + "-" + i));
    }
    return new Mutation(random).of(all.toString());
  }

  @Override
  public void play(String bytes, Random random) throws IOException {
    origin.forget();
    List<Message> requests = new ArrayList<>();
    int at = 0;
    SecondOpinion.Reading last = SecondOpinion.request(bytes, at);
    while (last instanceof SecondOpinion.Whole(Message message)) {
      requests.add(message);
      at = message.end();
      last = SecondOpinion.request(bytes, at);
    }
    try (RawTlsClient client = gateway.connect()) {
      send(client, bytes, random);
      boolean open = true;
      for (int i = 0; i < requests.size() && open; i++) {
        open = assertAnswer(client, requests.get(i));
      }
      if (open && last instanceof SecondOpinion.Faulty(String why, boolean headRead)) {
        boolean head =
            headRead && bytes.startsWith("HEAD ", bytes.startsWith("\r\n", at) ? at + 2 : at);
        assertRefused(HttpReply.read(client.in(), head ? "HEAD" : "GET"), why);
      }
    }
    remember(bytes, requests, last);
    assertSeen(requests);
  }

  /** A request that a client left may be on its way to the origin while others are served. */
  private void remember(String bytes, List<Message> requests, SecondOpinion.Reading last) {
    boolean headRead =
        switch (last) {
          case SecondOpinion.Faulty faulty -> faulty.headRead();
          case SecondOpinion.Unfinished unfinished -> unfinished.headRead();
          case SecondOpinion.Whole _ -> false;
        };
    if (headRead || !requests.isEmpty()) {
      recent.addFirst(bytes);
    }
    if (recent.size() > RECENT_ROUNDS) {
      recent.removeLast();
    }
  }

  private boolean wasSent(String begun) {
    String target = begun.contains(" ") ? begun.split(" ")[1] : begun;
    return recent.stream().anyMatch(bytes -> bytes.contains(target));
  }

  private static void send(RawTlsClient client, String bytes, Random random) {
    int at = 0;
    try {
      while (at < bytes.length()) {
        int end = random.nextInt(3) > 0 ? bytes.length() : at + 1 + random.nextInt(20);
        end = Math.min(end, bytes.length());
        client.write(bytes.substring(at, end));
        at = end;
      }
    } catch (IOException e) {
      // Refused and closed before its end: the answer says why.
    }
  }

  private static void assertRefused(HttpReply reply, String why) {
    Fuzz.require(isRefusal(reply), "answered in spite of " + why + ": " + reply.statusLine());
    Fuzz.require(ends(reply), "the connection goes on in spite of " + why);
  }

  private static boolean isRefusal(HttpReply reply) {
    return (reply.status() >= 400 && reply.status() <= 431)
        || reply.status() == 501
        || reply.status() == 505;
  }

  private static boolean ends(HttpReply reply) {
    return reply.field("Connection").equals(Optional.of("close"));
  }

  /** Whether the connection goes on. */
  private static boolean assertAnswer(RawTlsClient client, Message request) throws IOException {
    HttpReply reply = HttpReply.read(client.in(), request.first());
    boolean own = request.second().equals("*") && reply.field(ECHO).isEmpty();
    Fuzz.require(
        own || isRefusal(reply) || reply.field(ECHO).equals(Optional.of(digest(request))),
        "the answer to another request than " + request + ": " + reply);
    return !ends(reply);
  }

  private void assertSeen(List<Message> requests) {
    List<String> known = new ArrayList<>(requests.stream().map(RequestFuzz::digest).toList());
    for (Visit visit : origin.visits()) {
      for (Message seen : visit.requests()) {
        Fuzz.require(known.remove(digest(seen)), "the origin was sent what nobody sent: " + seen);
      }
      String rest = visit.rest();
      if (!rest.isEmpty()) {
        // The body of a request that was refused or left is never completed.
        Fuzz.require(
            SecondOpinion.request(rest, 0) instanceof SecondOpinion.Unfinished && wasSent(rest),
            "the origin was sent " + rest);
      }
    }
  }
}
