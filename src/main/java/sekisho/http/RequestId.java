package sekisho.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for requests: 128 random bits, unique enough to find a line by and no secret. */
final class RequestId {
  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
