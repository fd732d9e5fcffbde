package sekisho.admin;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of the admin server. Browsers send them to every port of a host: so their names have
 * the port in them, and two proxies of one machine do not log each other out. With TLS the session
 * has the prefix that no other host and no plain connection can write (RFC 6265bis §4.1.3.2).
 */
final class Cookies {
  private static final Duration BROWSER_IS_KNOWN = Duration.ofDays(90);

  private final String session;
  private final String browser;
  private final boolean secure;

  /**
   * @param port that is listened on
   */
  Cookies(int port, boolean secure) {
    this.session = (secure ? "__Host-" : "") + "sekisho-" + port;
    this.browser = (secure ? "__Secure-" : "") + "sekisho-browser-" + port;
    this.secure = secure;
  }

  Optional<String> session(MultiMap request) {
    return value(request, session);
  }

  Optional<String> browser(MultiMap request) {
    return value(request, browser);
  }

  /** Sets both; for {@code Set-Cookie}. */
  List<String> in(String sessionId, String browserCookie) {
    return List.of(
        session + "=" + sessionId + "; Path=/" + attributes(),
        browser
            + "="
            + browserCookie
            + "; Path=/login; Max-Age="
            + BROWSER_IS_KNOWN.toSeconds()
            + attributes());
  }

  /** Takes the session's away. */
  String out() {
    return session + "=; Path=/; Max-Age=0" + attributes();
  }

  private String attributes() {
    return "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
  }

  /** Whether a cookie of this name, as somebody else sets or reads it, is one of ours. */
  boolean isOurs(String name) {
    return name.equalsIgnoreCase(session) || name.equalsIgnoreCase(browser);
  }

  /** The first of the name: browsers send the one with the longest path first. */
  private static Optional<String> value(MultiMap request, String name) {
    return pairs(request).stream()
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /** The request's cookies without ours, as one field; empty: there are no others. */
  Optional<String> others(MultiMap request) {
    List<String> others =
        pairs(request).stream().filter(pair -> !isOurs(pair.split("=", 2)[0].strip())).toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", others));
  }

  private static List<String> pairs(MultiMap request) {
    List<String> pairs = new ArrayList<>();
    for (String field : request.getAll("Cookie")) {
      for (String pair : field.split(";", -1)) {
        if (!pair.isBlank()) {
          pairs.add(pair.strip());
        }
      }
    }
    return pairs;
  }
}
