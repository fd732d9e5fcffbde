package sekisho.testing.acme;

import java.time.Duration;
import java.util.Optional;

/** What a client meets instead of an answer. */
public sealed interface Fault {

  /** A status without a problem document, as something in front of an authority sends it. */
  record Status(int status, Optional<Duration> retryAfter) implements Fault {}

  /** A problem document. */
  record Document(Problem problem) implements Fault {}

  /** Status 200 and a body that is not what its type says. */
  record Text(String type, String body) implements Fault {}

  /** Status 200 and a body of JSON that begins well and has this many bytes. */
  record Enormous(long bytes) implements Fault {}

  /** No answer until faults are cleared or the authority ends, then the connection's end. */
  record Silence() implements Fault {}

  /** RST. */
  record Reset() implements Fault {}

  static Fault status(int status) {
    return new Status(status, Optional.empty());
  }

  /** 503 without a problem document. */
  static Fault unavailable(Duration retryAfter) {
    return new Status(503, Optional.of(retryAfter));
  }

  static Fault document(Problem problem) {
    return new Document(problem);
  }

  static Fault garbage() {
    return new Text("application/json", "{\"status\": <html>");
  }
}
