package sekisho.config;

import java.util.regex.Pattern;
import sekisho.route.RequestPath;

/**
 * Paths as routes and upstream URLs hold them. It refuses what is not in the form in which {@link
 * RequestPath} brings requests, since no request would ever match it; it does not normalise.
 */
final class RequestPathText {
  // RFC 3986 §3.3: pchar and /; whether escapes are well-formed is RequestPath's to say.
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");

  private static final String NOT_NORMALISED =
      "is not normalised (dot segments, //, escapes of plain characters or in lower case)";

  private RequestPathText() {}

  /** A whole path of a route. */
  static Parsed<String> parse(String text) {
    return normalised(text)
        .then(path ->
            path.path().equals(text)
                ? Parsed.good(text)
                : Parsed.bad(NOT_NORMALISED + ", so no request would match it"));
  }

  /** A prefix of a route; it may end within a segment: {@code /.} takes {@code /.well-known}. */
  static Parsed<String> parsePrefix(String text) {
    String longer = text + "x";
    return normalised(longer)
        .then(path ->
            path.path().equals(longer)
                ? Parsed.good(text)
                : Parsed.bad(NOT_NORMALISED + ", so no request would match it"));
  }

  /** The path of an upstream URL; the case of its escapes is the upstream's affair. */
  static Parsed<String> parseUpstream(String text) {
    return normalised(text)
        .then(path ->
            path.asSent().equals(text)
                ? Parsed.good(text)
                : Parsed.bad("has a path that " + NOT_NORMALISED));
  }

  private static Parsed<RequestPath.Normalized> normalised(String text) {
    if (!text.startsWith("/")) {
      return Parsed.bad("does not begin with /");
    }
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      return Parsed.bad("holds a ? or #, which no path has");
    }
    if (!CHARACTERS.matcher(text).matches()) {
      return Parsed.bad("holds a character that paths have only as a percent-escape");
    }
    return switch (RequestPath.of(text)) {
      case RequestPath.Normalized path -> Parsed.good(path);
      case RequestPath.Refused refused ->
          Parsed.bad("would be refused in every request: " + refused.reason().text());
    };
  }
}
