package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;

/** A thousand WebSockets at once, frames and all. */
class ManyTunnelsIT {
  private static final int TUNNELS = 1000;
  private static final int MESSAGES = 10;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger closedByPeer = new AtomicInteger();
  private HttpServer origin;
  private WebSocketClient client;
  private HttpFixture proxy;

  @BeforeEach
  void start() {
    origin =
        await(
            vertx
                .createHttpServer()
                .webSocketHandler(socket ->
                    socket.frameHandler(frame -> {
                      if (frame.isText()) {
                        socket.writeFrame(frame);
                      }
                    }))
                .listen(0, "127.0.0.1"));
    proxy =
        HttpFixture.start(
            folder,
            """
            "routes": [{ "path_prefix": "/", "type": "websocket", "upstream": "http://127.0.0.1:PORT" }]
            """
                .replace("PORT", Integer.toString(origin.actualPort())));
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(proxy.sekisho().port())
                .setMaxConnections(TUNNELS)
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
    proxy.close();
  }

  @Test
  void a_thousand_echo_at_once_and_leave_nothing_open() {
    // What a start does last reads files, too.
    long filesBefore = Await.settled("it has started", () -> proxy.sekisho().usage().openFiles());
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < TUNNELS; i++) {
      sockets.add(await(client.connect("/" + i)));
    }
    long filesOpen = proxy.sekisho().usage().openFiles();

    List<Future<List<String>>> echoes = sockets.stream().map(this::echo).toList();
    for (int i = 0; i < TUNNELS; i++) {
      assertThat(await(echoes.get(i))).hasSize(MESSAGES).last().isEqualTo("message 9");
    }
    // Half of them end from this side, half from the other.
    for (int i = 0; i < TUNNELS; i++) {
      sockets.get(i).closeHandler(_ -> closedByPeer.incrementAndGet());
    }
    sockets.subList(0, TUNNELS / 2).forEach(WebSocket::close);
    await(origin.close());

    Await.until("all are closed", () -> closedByPeer.get() == TUNNELS);
    assertThat(filesOpen - filesBefore).isGreaterThanOrEqualTo(2L * TUNNELS);
    Await.until(
        "every descriptor is given back", () -> proxy.sekisho().usage().openFiles() <= filesBefore);
    Await.until("every tunnel is logged", () -> logged() == TUNNELS);
  }

  private long logged() {
    return proxy.sekisho().accessLog().lines().stream()
        .filter(line -> line.path("status").asInt() == 101)
        .count();
  }

  /** Sends one message behind the other's echo. */
  private Future<List<String>> echo(WebSocket socket) {
    Promise<List<String>> done = Promise.promise();
    List<String> received = new ArrayList<>();
    socket.textMessageHandler(text -> {
      received.add(text);
      if (received.size() == MESSAGES) {
        done.complete(received);
      } else {
        socket.writeTextMessage("message " + received.size());
      }
    });
    socket.closeHandler(_ -> done.tryFail("closed after " + received));
    socket.writeTextMessage("message 0");
    return done.future();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
