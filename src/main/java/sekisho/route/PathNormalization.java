package sekisho.route;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The steps of {@link RequestPath#of}. Each takes the path of the one before and leaves it the same
 * instance when it has nothing to do. One use.
 */
final class PathNormalization {
  private static final int ESCAPE_CHARS = 3;

  private String path;

  PathNormalization(String path) {
    this.path = path;
  }

  RequestPath normalize() {
    RefusedPath refusal = check();
    if (refusal == null) {
      refusal = decodeUnreserved();
    }
    if (refusal == null) {
      mergeSlashes();
      refusal = removeDotSegments();
    }
    return refusal == null
        ? new RequestPath.Normalized(upperCaseEscapes(path), path)
        : new RequestPath.Refused(refusal);
  }

  private @Nullable RefusedPath check() {
    if (path.length() > RequestPath.MAX_PATH_CHARS) {
      return RefusedPath.TOO_LONG;
    }
    if (path.charAt(0) != '/') {
      return RefusedPath.NOT_ABSOLUTE;
    }
    return path.indexOf('\0') >= 0 ? RefusedPath.ENCODED_NUL : null;
  }

  /** RFC 3986 §6.2.2.2: an escaped unreserved character is the character. */
  private @Nullable RefusedPath decodeUnreserved() {
    StringBuilder decoded = new StringBuilder();
    int copied = 0;
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (!isEscape(at)) {
        return RefusedPath.MALFORMED_ESCAPE;
      }
      char character = (char) HexFormat.fromHexDigits(path, at + 1, at + ESCAPE_CHARS);
      if (character == '\0') {
        return RefusedPath.ENCODED_NUL;
      }
      if (isUnreserved(character)) {
        decoded.append(path, copied, at).append(character);
        copied = at + ESCAPE_CHARS;
      }
    }
    if (copied > 0) {
      path = decoded.append(path, copied, path.length()).toString();
    }
    return null;
  }

  private boolean isEscape(int at) {
    return at + ESCAPE_CHARS <= path.length()
        && HexFormat.isHexDigit(path.charAt(at + 1))
        && HexFormat.isHexDigit(path.charAt(at + 2));
  }

  private void mergeSlashes() {
    if (!path.contains("//")) {
      return;
    }
    StringBuilder merged = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/' || i == 0 || path.charAt(i - 1) != '/') {
        merged.append(path.charAt(i));
      }
    }
    path = merged.toString();
  }

  /**
   * RFC 3986 §5.2.4, but that a path which climbs above the root is refused instead of cut: nobody
   * sends one who means well.
   */
  private @Nullable RefusedPath removeDotSegments() {
    if (!path.contains("/.")) {
      return null;
    }
    StringBuilder kept = new StringBuilder(path.length());
    int start = 0;
    while (start < path.length()) {
      int slash = path.indexOf('/', start + 1);
      int end = slash < 0 ? path.length() : slash;
      boolean dot = isSegment(start, end, "/.");
      boolean dotDot = isSegment(start, end, "/..");
      if (dotDot) {
        if (kept.isEmpty()) {
          return RefusedPath.CLIMBS;
        }
        kept.setLength(kept.lastIndexOf("/"));
      }
      if (!dot && !dotDot) {
        kept.append(path, start, end);
      } else if (slash < 0) {
        kept.append('/');
      }
      start = end;
    }
    if (kept.length() < path.length()) {
      path = kept.toString();
    }
    return null;
  }

  private boolean isSegment(int start, int end, String segment) {
    return end - start == segment.length() && path.startsWith(segment, start);
  }

  private static String upperCaseEscapes(String path) {
    StringBuilder upper = null;
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + ESCAPE_CHARS)) {
      String escape = path.substring(at, at + ESCAPE_CHARS);
      String normal = escape.toUpperCase(Locale.ROOT);
      if (!normal.equals(escape)) {
        upper = upper == null ? new StringBuilder(path) : upper;
        upper.replace(at, at + ESCAPE_CHARS, normal);
      }
    }
    return upper == null ? path : upper.toString();
  }

  /** RFC 3986 §2.3. */
  private static boolean isUnreserved(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    boolean digit = c >= '0' && c <= '9';
    return letter || digit || c == '-' || c == '.' || c == '_' || c == '~';
  }
}
