package sekisho.route;

/**
 * A request's path in the one form that routes are matched against (RFC 3986 §6.2.2).
 *
 * <p>In this order: percent-escapes of unreserved characters are decoded, runs of slashes are
 * merged, dot segments are resolved. So {@code /a//%2e%2e/b} is {@code /b}. Nothing else is
 * decoded: an encoded slash stays {@code %2F} and is part of its segment. Backslashes, semicolons
 * and upper case are left alone: they mean what the upstream says they mean.
 *
 * <p>Normalising a normalised path changes nothing.
 */
public sealed interface RequestPath {
  /** Bounds the work of all that reads a path, regular expressions above all; in characters. */
  int MAX_PATH_CHARS = 65_536;

  /**
   * A path without escapes of unreserved characters, without empty segments and without dot
   * segments.
   *
   * @param path what routes are matched against: hexadecimal digits of escapes in upper case, since
   *     {@code %2f} and {@code %2F} are the same character (RFC 3986 §6.2.2.1)
   * @param asSent the same, character for character, but for the case of those digits, which is the
   *     client's; what an upstream gets to see is cut from this
   */
  record Normalized(String path, String asSent) implements RequestPath {}

  /** There is no such path; the request is answered 400. */
  record Refused(RefusedPath reason) implements RequestPath {}

  /**
   * Normalises the part of a request target before its {@code ?}; where nothing needs changing, the
   * result is {@code path} itself.
   *
   * @param path ASCII, as sent; an empty one (of an absolute-form target) means {@code /} (RFC 3986
   *     §6.2.3)
   */
  static RequestPath of(String path) {
    return path.isEmpty() ? new Normalized("/", "/") : new PathNormalization(path).normalize();
  }
}
