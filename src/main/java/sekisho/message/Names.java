package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Texts that most messages have, so that they are not made anew for each one: methods are looked
 * for one after another, names of fields by a slot that length and first, middle and last octet
 * give; compared whole, else made from the bytes. Spelling is kept.
 */
final class Names {
  private static final String[] METHODS = {
    "GET", "POST", "PUT", "HEAD", "PATCH", "DELETE", "OPTIONS"
  };

  private static final String[] FIELDS = {
    "Host",
    "User-Agent",
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Connection",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Origin",
    "Referer",
    "Authorization",
    "Cache-Control",
    "Upgrade",
    "Pragma",
    "If-None-Match",
    "If-Modified-Since",
    "Range",
    "Transfer-Encoding",
    "TE",
    "Expect",
    "Priority",
    "DNT",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Requested-With",
    "Upgrade-Insecure-Requests",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Sec-Fetch-User",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Protocol",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "Server",
    "Date",
    "Last-Modified",
    "ETag",
    "Accept-Ranges",
    "Content-Encoding",
    "Content-Range",
    "Vary",
    "Location",
    "Set-Cookie",
    "Keep-Alive",
    "Via",
    "Trailer"
  };

  /**
   * A power of two, sparse enough that most of the names above have a slot of their own; of two
   * that share one the later has it, and the other is made anew each time.
   */
  private static final int SLOTS = 256;

  private static final @Nullable String[] KNOWN = new @Nullable String[SLOTS];

  static {
    for (String name : FIELDS) {
      byte[] octets = name.getBytes(ISO_8859_1);
      KNOWN[slot(octets, octets.length)] = name;
    }
  }

  private Names() {}

  static String method(byte[] line, int length) {
    for (String known : METHODS) {
      if (equals(known, line, length)) {
        return known;
      }
    }
    return new String(line, 0, length, ISO_8859_1);
  }

  static String field(byte[] line, int length) {
    String known = KNOWN[slot(line, length)];
    return known != null && equals(known, line, length)
        ? known
        : new String(line, 0, length, ISO_8859_1);
  }

  private static int slot(byte[] octets, int length) {
    int hash = length * 31 + octets[0] * 7 + octets[length - 1] * 13 + octets[length / 2] * 3;
    return hash & (SLOTS - 1);
  }

  private static boolean equals(String known, byte[] octets, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != (char) octets[i]) {
        return false;
      }
    }
    return true;
  }
}
