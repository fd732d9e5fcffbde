package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param type of the content
 * @param body the content
 * @param fields more fields
 */
record Reply(int status, String type, byte[] body, List<Field> fields) {
  private static final String JSON = "application/json";

  /** A header field. */
  record Field(String name, String value) {}

  static Reply json(int status, ObjectNode json) {
    return text(status, JSON, json.toPrettyString());
  }

  static Reply text(int status, String type, String text) {
    return new Reply(status, type, text.getBytes(UTF_8), List.of());
  }

  static Reply problem(Problem problem) {
    return text(problem.status(), "application/problem+json", problem.json().toPrettyString())
        .retryAfter(problem.retryAfter());
  }

  Reply with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Reply(status, type, body, List.copyOf(more));
  }

  Reply retryAfter(Optional<Duration> time) {
    return time.map(t -> with("Retry-After", Long.toString(t.toSeconds()))).orElse(this);
  }
}
