package sekisho.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import sekisho.message.Fields;

/**
 * Names for requests: 128 random bits, unique enough to find a line by and no secret; or what a
 * trusted proxy before us named it, so that both logs say the same.
 */
final class RequestId {
  private static final HexFormat HEX = HexFormat.of();

  /** Trace ids and UUIDs are far shorter; this is what a log line can bear. */
  private static final int MAX_LENGTH = 128;

  private RequestId() {}

  /** The id of a request with these fields. */
  static String of(Fields fields, boolean peerIsTrusted) {
    String theirs = peerIsTrusted ? fields.first("X-Request-ID") : null;
    return theirs != null && isUsable(theirs) && fields.count("X-Request-ID") == 1
        ? theirs
        : next();
  }

  /** Whether it can stand in a field, a log line and a page without escaping. */
  private static boolean isUsable(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars()
            .allMatch(c ->
                (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || "-_.:/+=@".indexOf(c) >= 0);
  }

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
