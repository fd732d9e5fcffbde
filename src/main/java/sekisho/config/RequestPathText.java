package sekisho.config;

import java.util.regex.Pattern;

/**
 * Paths in the form in which requests are matched (RFC 3986 §6.2.2): dot segments resolved, {@code
 * //} merged, unreserved escapes decoded. It refuses what is not in that form, since no request
 * would ever match it; it does not normalise.
 */
final class RequestPathText {
  // RFC 3986 §3.3: pchar and /, whose escapes are looked at one by one.
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");
  private static final Pattern ESCAPES = Pattern.compile("([^%]|%[0-9A-Fa-f]{2})*");
  private static final Pattern UNRESERVED_ESCAPE =
      Pattern.compile("%(4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa]|3[0-9]|2[DdEe]|5[Ff]|7[Ee])");

  private RequestPathText() {}

  static Parsed<String> parse(String text) {
    return parsePrefix(text)
        .then(path ->
            path.endsWith("/.") || path.endsWith("/..")
                ? Parsed.bad("ends in a dot segment, so it would never match a request's path")
                : Parsed.good(path));
  }

  /** A prefix may end within a segment: {@code /.} takes {@code /.well-known}. */
  static Parsed<String> parsePrefix(String text) {
    if (!text.startsWith("/")) {
      return Parsed.bad("does not begin with /");
    }
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      return Parsed.bad("holds a ? or #, which no path has");
    }
    if (!CHARACTERS.matcher(text).matches()) {
      return Parsed.bad("holds a character that paths have only as a percent-escape");
    }
    if (!ESCAPES.matcher(text).matches()) {
      return Parsed.bad("holds a % without two hexadecimal digits");
    }
    if (text.contains("%00")) {
      return Parsed.bad("holds an encoded NUL, which is refused in every request");
    }
    if (UNRESERVED_ESCAPE.matcher(text).find()) {
      return Parsed.bad("holds an escape of a plain character, so it would never match");
    }
    if (text.contains("//")) {
      return Parsed.bad("holds //, so it would never match a request's path");
    }
    if (text.contains("/./") || text.contains("/../")) {
      return Parsed.bad("holds a dot segment, so it would never match a request's path");
    }
    return Parsed.good(text);
  }
}
