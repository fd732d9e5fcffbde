package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;

/**
 * A client that sends one request after the other on one connection as long as it lasts, and checks
 * that each answer is for the request it has sent. Its choices follow from its number.
 */
final class SteadyClient {
  /** What a client does that finds its server down, instead of asking again at once. */
  private static final Duration PATIENCE = Duration.ofMillis(40);

  private static final String[] METHODS = {"GET", "GET", "GET", "HEAD", "DELETE", "POST", "PUT"};
  private static final int[] BODY_BYTES = {0, 1, 100, 5000, 60_000};

  private final HttpFixture proxy;
  private final int number;
  private final Random choice;
  private @Nullable RawTlsClient connection;

  SteadyClient(HttpFixture proxy, int number) {
    this.proxy = proxy;
    this.number = number;
    this.choice = new Random(number);
  }

  List<IdentifiedRequest> askFor(int count) throws IOException {
    List<IdentifiedRequest> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IdentifiedRequest request = ask("c" + number + "-" + i);
      if (request.outcome() != IdentifiedRequest.Outcome.ANSWERED) {
        Await.passing(PATIENCE);
      }
      asked.add(request);
    }
    disconnect();
    return asked;
  }

  private IdentifiedRequest ask(String id) throws IOException {
    String method = METHODS[choice.nextInt(METHODS.length)];
    boolean hasBody = method.equals("POST") || method.equals("PUT");
    int bytes = hasBody ? BODY_BYTES[choice.nextInt(BODY_BYTES.length)] : 0;
    byte[] body = Payload.first(bytes);
    RawTlsClient to = connected();
    send(to, id, method, body);
    HttpReply head = HttpReply.readHead(to.in());
    HttpReply reply;
    try {
      reply = head.withBody(to.in(), method);
    } catch (EOFException | SSLException cut) {
      disconnectCut();
      return IdentifiedRequest.cutShort(id, method, bytes, head);
    }
    if (reply.status() == 200) {
      assertAnswers(reply, id, method, body);
    }
    if (reply.field("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
      disconnect();
    }
    return IdentifiedRequest.answered(id, method, bytes, reply);
  }

  private void send(RawTlsClient to, String id, String method, byte[] body) throws IOException {
    String framing = choice.nextBoolean() ? "/length" : "/chunked";
    List<String> lines = new ArrayList<>();
    lines.add(method + " /" + id + framing + " HTTP/1.1");
    lines.add("Host: " + HttpFixture.HOST);
    lines.add("X-Request-ID: " + id);
    boolean chunked = body.length > 0 && choice.nextBoolean();
    if (chunked) {
      lines.add("Transfer-Encoding: chunked");
    } else if (method.startsWith("P")) {
      lines.add("Content-Length: " + body.length);
    }
    String head = RawRequest.of(lines.toArray(String[]::new));
    String text = new String(body, ISO_8859_1);
    to.write(
        head
            + (chunked
                ? Integer.toHexString(body.length) + "\r\n" + text + "\r\n0\r\n\r\n"
                : text));
  }

  private static void assertAnswers(HttpReply reply, String id, String method, byte[] body) {
    assertThat(reply.field("X-Answers")).contains(id);
    if (!method.equals("HEAD")) {
      assertThat(reply.text()).startsWith(id + " ").endsWith(" " + digest(body) + "\n");
    }
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private RawTlsClient connected() throws IOException {
    if (connection == null) {
      connection = proxy.connect();
    }
    return connection;
  }

  /** What it was cut with may be said again when it is closed, and is known already. */
  private void disconnectCut() {
    try {
      disconnect();
    } catch (IOException _) {
      connection = null;
    }
  }

  private void disconnect() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
