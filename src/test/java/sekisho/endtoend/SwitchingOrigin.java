package sekisho.endtoend;

import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;

/**
 * An origin that reads the head of a request and then plays what a test has said for its path, byte
 * for byte. A script that returns leaves the connection to the next request.
 */
final class SwitchingOrigin implements Closeable {
  private final Map<String, RawServer.Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, String> heads = new ConcurrentHashMap<>();
  private final RawServer server = RawServer.start(this::serve);

  private void serve(RawConnection connection) throws Exception {
    while (true) {
      // The proxy closes what it does not need any more: that ends it.
      String head = connection.readThrough("\r\n\r\n");
      String path = head.split(" ")[1];
      heads.put(path, head);
      RawServer.Script script = scripts.get(path);
      if (script == null) {
        throw new AssertionError("nothing is to be played for " + path);
      }
      script.play(connection);
    }
  }

  /** Plays {@code script} to whoever asks for {@code path}. */
  void on(String path, RawServer.Script script) {
    scripts.put(path, script);
  }

  /** The head of the last request for {@code path}, once it has come. */
  String head(String path) {
    Await.until("a request for " + path, () -> heads.containsKey(path));
    return heads.get(path);
  }

  boolean wasAsked(String path) {
    return heads.containsKey(path);
  }

  /** How many connections have come. */
  int connections() {
    return server.connections();
  }

  String url() {
    return "http://" + server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
