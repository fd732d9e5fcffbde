package sekisho.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import sekisho.model.LimitKey;

/** Names and values of HTTP header fields, and other tokens of RFC 9110 §5.6.2. */
final class FieldText {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final String HEADER_KEY = "header:";

  // RFC 9110 §7.6.1, RFC 9112 §6 and §7: what frames a message or belongs to one connection.
  private static final Set<String> CONNECTION_FIELDS =
      Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

  private static final Set<String> FRAMING_FIELDS = Set.of("content-length");
  private static final Set<String> OWN_FIELDS =
      Set.of("host", "via", "forwarded", "x-real-ip", "client-cert", "client-cert-chain");

  private FieldText() {}

  static Parsed<String> token(String text) {
    return TOKEN.matcher(text).matches()
        ? Parsed.good(text)
        : Parsed.bad("holds a character that is no part of a name, or none at all");
  }

  static Parsed<String> value(String text) {
    return text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)
        ? Parsed.bad("holds a control character")
        : Parsed.good(text);
  }

  /**
   * The name of a field that the configuration may set in requests, or remove by an empty value.
   */
  static Parsed<String> settableInRequests(String text) {
    return endToEnd(text)
        .then(name ->
            switch (plain(name)) {
              // RFC 9110 §7.6.3: every proxy on the way says that it was there.
              case "via" -> Parsed.bad("is a field that the proxy writes itself");
              case "expect" -> Parsed.bad("is between the client and the upstream");
              default -> Parsed.good(name);
            });
  }

  /** The name of a field that the configuration may set in responses, or remove. */
  static Parsed<String> editableInResponses(String text) {
    return endToEnd(text)
        .then(name ->
            plain(name).equals("host")
                ? Parsed.bad("is a field of requests alone")
                : Parsed.good(name));
  }

  /** The name of a field that neither frames a message nor ends with the connection. */
  private static Parsed<String> endToEnd(String text) {
    return token(text)
        .then(name -> {
          String plain = plain(name);
          if (FRAMING_FIELDS.contains(plain)) {
            return Parsed.bad("frames the message");
          }
          if (CONNECTION_FIELDS.contains(plain) || plain.startsWith("proxy-")) {
            return Parsed.bad("is a hop-by-hop field, which ends at the proxy");
          }
          return Parsed.good(name);
        });
  }

  /** Many servers read X_Real_IP as X-Real-IP, so a twin is as good as the original. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The lower-case name of a field that may pass exactly as the client sent it. */
  static Parsed<String> forwarded(String text) {
    return endToEnd(text)
        .then(name -> {
          String plain = plain(name);
          return OWN_FIELDS.contains(plain)
                  || plain.startsWith("x-forwarded-")
                  || plain.startsWith("x-ssl-client-")
              ? Parsed.bad("is a field that the proxy writes itself")
              : Parsed.good(name.toLowerCase(Locale.ROOT));
        });
  }

  static Parsed<LimitKey> limitKey(String text) {
    return switch (text) {
      case "client_ip" -> Parsed.good(new LimitKey.ClientIp());
      case "global" -> Parsed.good(new LimitKey.Global());
      default ->
          text.startsWith(HEADER_KEY)
              ? token(text.substring(HEADER_KEY.length()))
                  .then(name -> Parsed.good(new LimitKey.Header(name)))
              : Parsed.bad("is no key");
    };
  }
}
