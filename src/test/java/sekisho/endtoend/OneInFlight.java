package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;

/**
 * Clients by the name in {@code X-Client}, of which each may have one request in flight, and an
 * origin that keeps it there.
 */
record OneInFlight(HttpFixture proxy, SwitchingOrigin origin) {

  /** The origin answers {@code path} when the latch is down. */
  CountDownLatch hold(String path) {
    CountDownLatch goOn = new CountDownLatch(1);
    origin.on(
        path,
        c -> {
          goOn.await();
          c.write(RawOrigin.ok("held"));
        });
    return goOn;
  }

  /** A connection whose request has come to the origin. */
  RawTlsClient ask(String path, String client) throws IOException {
    RawTlsClient connection = proxy.connect();
    connection.write(head("GET " + path + " HTTP/1.1", client));
    origin.head(path);
    return connection;
  }

  HttpReply get(String path, String client) throws IOException {
    try (RawTlsClient connection = proxy.connect()) {
      return get(connection, path, client);
    }
  }

  static HttpReply get(RawTlsClient connection, String path, String client) throws IOException {
    connection.write(head("GET " + path + " HTTP/1.1", client));
    return HttpReply.read(connection.in());
  }

  static String head(String line, String client, String... fields) {
    String[] lines = new String[fields.length + 3];
    lines[0] = line;
    lines[1] = "Host: " + HttpFixture.HOST;
    lines[2] = "X-Client: " + client;
    System.arraycopy(fields, 0, lines, 3, fields.length);
    return RawRequest.of(lines);
  }

  /** The client gets its place back, and no more than that. */
  void assertFreeOnce(String client) throws IOException {
    String path = "/hold/free/" + client;
    CountDownLatch goOn = hold(path);
    Await.until(client + " has its place again", () -> isServed(client));
    try (RawTlsClient holder = ask(path, client)) {
      assertThat(get("/ok", client).status()).isEqualTo(503);
      goOn.countDown();
      assertThat(HttpReply.read(holder.in()).status()).isEqualTo(200);
    }
  }

  private boolean isServed(String client) {
    try {
      return get("/ok", client).status() == 200;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
