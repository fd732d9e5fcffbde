package sekisho.demo;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

/** {@code /echo}: a WebSocket that sends every frame back. */
final class Echo {
  private Echo() {}

  static void answer(HttpServerRequest request) {
    if ("websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      // A handshake that is wrong is answered with its error by Vert.x itself.
      request.toWebSocket().onSuccess(Echo::start);
    } else {
      request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      Answer.text(request, 426, "This speaks WebSocket.");
    }
  }

  private static void start(ServerWebSocket socket) {
    socket.drainHandler(_ -> socket.resume());
    socket.frameHandler(frame -> echo(socket, frame));
  }

  private static void echo(ServerWebSocket socket, WebSocketFrame frame) {
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return; // Vert.x answers close and ping.
    }
    socket.writeFrame(frame);
    if (socket.writeQueueFull()) {
      socket.pause();
    }
  }
}
