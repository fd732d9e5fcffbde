package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.HttpReply;
import sekisho.testing.Payload;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsEnding;

class GracefulStopIT {
  private static final int SIZE = 4 << 20;

  @TempDir Path folder;

  /** Lets the upstream go on with its answer. */
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void a_download_goes_on_to_its_end_and_then_the_exit_code_is_0() throws Exception {
    try (RawServer upstream = RawServer.start(this::halfThenTheRest);
        HttpFixture proxy = start(upstream, "");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      Payload.Check check = new Payload.Check();
      skipHead(client);
      check.readThrough(1, into -> client.in().read(into, 0, 1));

      proxy.sekisho().terminate();
      awaitRefusal(proxy.sekisho().address());
      goOn.countDown();

      check.readThrough(SIZE, client.in()::read);
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  @Test
  void a_response_that_begins_while_stopping_says_that_the_connection_closes() throws Exception {
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      Await.until("the upstream is asked", () -> upstream.connections() == 1);

      proxy.sekisho().terminate();
      awaitRefusal(proxy.sekisho().address());
      goOn.countDown();

      HttpReply reply = HttpReply.read(client.in());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Connection")).contains("close");
      assertThat(client.readToEnd().bytes()).isEmpty();
      client.close();
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  @Test
  void an_idle_keep_alive_connection_does_not_hold_the_stop_up() throws Exception {
    goOn.countDown();
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 600");
        RawTlsClient client = proxy.connect()) {
      assertThat(HttpFixture.send(client, "GET / HTTP/1.1").status()).isEqualTo(200);

      proxy.sekisho().terminate();

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  @Test
  void who_has_connected_and_not_asked_yet_is_served_once() throws Exception {
    goOn.countDown();
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 600");
        RawTlsClient client = proxy.connect()) {
      proxy.sekisho().terminate();
      awaitRefusal(proxy.sekisho().address());

      HttpReply reply = HttpFixture.send(client, "GET / HTTP/1.1");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.field("Connection")).contains("close");
      client.close();
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  @Test
  void who_has_connected_and_never_asks_does_not_hold_the_stop_up_for_long() throws Exception {
    goOn.countDown();
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 600");
        RawTlsClient client = proxy.connect()) {
      proxy.sekisho().terminate();

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(proxy.sekisho().awaitExit()).isZero();
    }
  }

  @Test
  void a_second_sigterm_ends_at_once() throws Exception {
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 600");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      Await.until("the upstream is asked", () -> upstream.connections() == 1);

      SekishoProcess sekisho = proxy.sekisho();
      sekisho.terminate();
      awaitRefusal(sekisho.address());
      assertThat(sekisho.isAlive()).isTrue();
      sekisho.terminate();

      sekisho.awaitExit();
      assertThat(sekisho.isAlive()).isFalse();
    }
  }

  @Test
  void what_has_not_ended_after_the_shutdown_timeout_is_closed() throws Exception {
    try (RawServer upstream = RawServer.start(this::answerLater);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 1");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
      Await.until("the upstream is asked", () -> upstream.connections() == 1);

      proxy.sekisho().terminate();

      proxy.sekisho().awaitExit();
      assertThat(client.readToEnd().bytes()).isEmpty();
      JsonNode line = proxy.sekisho().accessLog().await("/");
      assertThat(line.path("status").asInt()).isEqualTo(503);
      assertThat(line.path("reason").asText()).isEqualTo("shutdown");
    }
  }

  @Test
  void a_download_that_is_cut_then_is_logged_and_shows_as_cut() throws Exception {
    try (RawServer upstream = RawServer.start(GracefulStopIT::endless);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 1");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET /cut HTTP/1.1", "Host: a.example.com"));
      skipHead(client);

      proxy.sekisho().terminate();

      proxy.sekisho().awaitExit();
      assertThat(client.readToEnd().manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      JsonNode line = proxy.sekisho().accessLog().await("/cut");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("reason").asText()).isEqualTo("shutdown");
    }
  }

  @Test
  void a_quiet_download_that_is_cut_then_shows_as_cut() throws Exception {
    try (RawServer upstream = RawServer.start(this::halfThenTheRest);
        HttpFixture proxy = start(upstream, "\"shutdown_timeout_secs\": 1");
        RawTlsClient client = proxy.connect()) {
      client.write(RawRequest.of("GET /quiet HTTP/1.1", "Host: a.example.com"));
      skipHead(client);
      new Payload.Check().readThrough(SIZE / 2, client.in()::read);

      proxy.sekisho().terminate();

      assertThat(client.readToEnd().manner()).isNotEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      proxy.sekisho().awaitExit();
      assertThat(proxy.sekisho().accessLog().await("/quiet").path("reason").asText())
          .isEqualTo("shutdown");
    }
  }

  /** Writes until nobody takes any more, and ends with its connection. */
  private static void endless(RawConnection connection) throws Exception {
    connection.readThrough("\r\n\r\n");
    connection.write("HTTP/1.1 200 OK\r\n\r\n");
    Payload.write(Long.MAX_VALUE / 2, connection::write);
  }

  private void halfThenTheRest(RawConnection connection) throws Exception {
    connection.readThrough("\r\n\r\n");
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
    long[] sent = {0};
    Payload.write(
        SIZE,
        (bytes, offset, length) -> {
          if (sent[0] == SIZE / 2) {
            awaitGoOn();
          }
          connection.write(bytes, offset, length);
          sent[0] += length;
        });
    connection.readToEnd();
  }

  private void answerLater(RawConnection connection) throws Exception {
    connection.readThrough("\r\n\r\n");
    awaitGoOn();
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    connection.readToEnd();
  }

  private void awaitGoOn() throws IOException {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpFixture start(RawServer upstream, String more) {
    return HttpFixture.startBefore(upstream.address(), folder, more);
  }

  private static void skipHead(RawTlsClient client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.in().read());
    }
  }

  /** New connections are refused as soon as the stop has begun. */
  private static void awaitRefusal(InetSocketAddress address) {
    Await.until("new connections are refused", () -> isRefused(address));
  }

  private static boolean isRefused(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
