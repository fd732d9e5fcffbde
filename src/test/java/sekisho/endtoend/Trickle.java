package sekisho.endtoend;

import java.io.IOException;
import java.time.Duration;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;
import sekisho.testing.RawTlsClient;

/** A client that sends a byte now and then: never idle, never done. */
final class Trickle {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Trickle() {}

  /** Writes until the connection takes no more. */
  static void write(RawConnection connection, byte[] bytes) {
    try {
      for (int i = 0; i < bytes.length; i++) {
        connection.write(bytes, i, 1);
        Await.passing(PAUSE);
      }
    } catch (IOException e) {
      // The other side has had enough.
    }
  }

  /** Writes the same piece again and again until the connection takes no more. */
  static void repeat(RawTlsClient client, String piece) {
    try {
      while (true) {
        client.write(piece);
        Await.passing(PAUSE);
      }
    } catch (IOException e) {
      // The other side has had enough.
    }
  }
}
