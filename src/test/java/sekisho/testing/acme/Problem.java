package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A problem document (RFC 9457, RFC 8555 §6.7).
 *
 * @param type the last part of its URN
 * @param status the HTTP status it comes with
 * @param detail text for people, sent as it is
 * @param retryAfter what the field of that name says
 */
public record Problem(String type, int status, String detail, Optional<Duration> retryAfter) {
  private static final String NAMESPACE = "urn:ietf:params:acme:error:";

  public static Problem of(String type, int status, String detail) {
    return new Problem(type, status, detail, Optional.empty());
  }

  public static Problem malformed(String detail) {
    return of("malformed", 400, detail);
  }

  public static Problem unauthorized(String detail) {
    return of("unauthorized", 403, detail);
  }

  public static Problem serverInternal(String detail) {
    return of("serverInternal", 500, detail);
  }

  /** RFC 8555 §6.6. */
  public static Problem rateLimited(String detail, Duration retryAfter) {
    return new Problem("rateLimited", 429, detail, Optional.of(retryAfter));
  }

  static Problem notFound(String what) {
    return of("malformed", 404, "no such " + what);
  }

  /** What a desk throws so that this is the answer. */
  RefusedException refusal() {
    return new RefusedException(this);
  }

  ObjectNode json() {
    return Json.object().put("type", NAMESPACE + type).put("detail", detail).put("status", status);
  }
}
