package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes requests: notes them down, lets them meet their fault, or brings them to a desk. */
final class Reception implements HttpHandler {
  private static final int REQUEST_LIMIT_BYTES = 1 << 20;
  private static final int PIECE_BYTES = 64 << 10;

  private final Desks desks;
  private final Faults faults;
  private final Journal journal;
  private final FrontDoor door;
  private final Clock clock;
  private final List<RuntimeException> mistakes = new CopyOnWriteArrayList<>();

  Reception(Desks desks, Faults faults, Journal journal, FrontDoor door, Clock clock) {
    this.desks = desks;
    this.faults = faults;
    this.journal = journal;
    this.door = door;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Resource resource = Resource.at(path);
    byte[] body = exchange.getRequestBody().readNBytes(REQUEST_LIMIT_BYTES);
    journal.add(
        new Journal.Request(
            clock.instant(),
            resource,
            exchange.getRequestMethod(),
            path,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent")).orElse(""),
            payload(body)));
    try (exchange) {
      Optional<Fault> fault = faults.meet(resource);
      if (fault.isPresent()) {
        meet(fault.get(), exchange);
      } else {
        send(exchange, answer(resource, path, exchange, body));
      }
    }
  }

  private Reply answer(Resource resource, String path, HttpExchange exchange, byte[] body) {
    Headers headers = exchange.getRequestHeaders();
    try {
      return desks.answer(
          resource,
          exchange.getRequestMethod(),
          path,
          Optional.ofNullable(headers.getFirst("Content-Type")),
          body);
    } catch (RuntimeException e) {
      mistakes.add(e);
      return Reply.problem(Problem.serverInternal("a mistake of the test authority: " + e));
    }
  }

  /** Fails the test when a request met a mistake of the authority's own. */
  void mustBeFaultless() {
    if (!mistakes.isEmpty()) {
      AssertionError failure = new AssertionError("the test authority made a mistake");
      mistakes.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** For the journal alone, so nothing is refused here. */
  private static String payload(byte[] body) {
    if (body.length == 0) {
      return "";
    }
    try {
      return new String(Json.bytes(Json.read(body), "payload"), UTF_8);
    } catch (RefusedException e) {
      return "";
    }
  }

  private void meet(Fault fault, HttpExchange exchange) throws IOException {
    switch (fault) {
      case Fault.Status(int status, Optional<Duration> retryAfter) ->
          send(exchange, Reply.text(status, "text/html", "<h1>no</h1>").retryAfter(retryAfter));
      case Fault.Document(Problem problem) ->
          send(exchange, desks.withNonce(Reply.problem(problem)));
      case Fault.Text(String type, String body) -> send(exchange, Reply.text(200, type, body));
      case Fault.Enormous(long bytes) -> sendEnormous(exchange, bytes);
      case Fault.Silence _ -> {
        faults.awaitClear();
        reset(exchange);
      }
      case Fault.Reset _ -> reset(exchange);
    }
  }

  private void reset(HttpExchange exchange) {
    door.reset(exchange.getRemoteAddress().getPort());
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("Cache-Control", "no-store");
    reply.fields().forEach(field -> headers.add(field.name(), field.value()));
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
    exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
    if (!bodiless) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  private static void sendEnormous(HttpExchange exchange, long bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes);
    byte[] piece = new byte[PIECE_BYTES];
    Arrays.fill(piece, (byte) 'x');
    byte[] begin = "{\"x\":\"".getBytes(US_ASCII);
    byte[] end = "\"}".getBytes(US_ASCII);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(begin);
      for (long left = bytes - begin.length - end.length; left > 0; left -= piece.length) {
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
      out.write(end);
    }
  }
}
