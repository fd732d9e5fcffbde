package sekisho.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.ServerName;

/** What a request is for, by its target and Host (RFC 9112 §3.2, §3.3). */
sealed interface RequestTarget {

  /**
   * @param authority host and port as the client wrote them; empty for an HTTP/1.0 client that
   *     named none
   * @param host the authority's host, normalised, without a port: what routes are matched by
   * @param originForm path and query, byte for byte
   */
  record Resource(String authority, String host, String originForm) implements RequestTarget {
    /** The part before the query. */
    String path() {
      int question = originForm.indexOf('?');
      return question < 0 ? originForm : originForm.substring(0, question);
    }

    /** The part after the question mark, or null where there is none. */
    @Nullable String query() {
      int question = originForm.indexOf('?');
      return question < 0 ? null : originForm.substring(question + 1);
    }
  }

  /** {@code OPTIONS *}: about the server itself (RFC 9110 §9.3.7). */
  record Server() implements RequestTarget {}

  record Refused(Reason reason) implements RequestTarget {}

  static RequestTarget of(RequestHead head) {
    if (head.method().equals("CONNECT")) {
      // A gateway is no tunnel (RFC 9110 §9.3.6).
      return new Refused(Reason.METHOD_NOT_IMPLEMENTED);
    }
    String target = head.target();
    if (target.charAt(0) == '/') {
      return ofHost(head, target);
    }
    if (target.equals("*")) {
      if (ofHost(head, "/") instanceof Refused refused) {
        return refused;
      }
      return head.method().equals("OPTIONS") ? new Server() : new Refused(Reason.BAD_REQUEST_LINE);
    }
    return absoluteForm(head, target);
  }

  /**
   * RFC 9112 §3.2.2: the target's authority goes before Host; here a Host that differs is refused.
   */
  private static RequestTarget absoluteForm(RequestHead head, String target) {
    int schemeEnd = target.indexOf("://");
    if (schemeEnd < 0 || !isHttpScheme(target.substring(0, schemeEnd))) {
      return new Refused(Reason.BAD_REQUEST_LINE);
    }
    int start = schemeEnd + 3;
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String authority = target.substring(start, end);
    String rest = target.substring(end);
    String host = Authority.host(authority);
    if (host == null) {
      return new Refused(Reason.BAD_REQUEST_HOST);
    }
    RequestTarget byHost = ofHost(head, "/");
    if (byHost instanceof Refused) {
      return byHost;
    }
    String named = head.fields().first("Host");
    if (named != null && !named.equalsIgnoreCase(authority)) {
      return new Refused(Reason.BAD_REQUEST_HOST);
    }
    if (rest.isEmpty() && head.method().equals("OPTIONS")) {
      // RFC 9112 §3.2.4: this is how a client of a proxy writes the asterisk-form.
      return new Server();
    }
    return new Resource(authority, host, rest.startsWith("/") ? rest : "/" + rest);
  }

  private static boolean isHttpScheme(String scheme) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    return lower.equals("http") || lower.equals("https");
  }

  /** RFC 9112 §3.2: HTTP/1.1 has exactly one valid Host; only HTTP/1.0 may do without. */
  private static RequestTarget ofHost(RequestHead head, String originForm) {
    Fields fields = head.fields();
    int at = fields.indexOf("Host", 0);
    if (at < 0) {
      return head.isHttp10()
          ? new Resource("", "", originForm)
          : new Refused(Reason.BAD_REQUEST_HOST);
    }
    String authority = fields.value(at);
    if (fields.indexOf("Host", at + 1) >= 0) {
      return new Refused(Reason.BAD_REQUEST_HOST);
    }
    if (authority.isEmpty() && head.isHttp10()) {
      return new Resource("", "", originForm);
    }
    String host = Authority.host(authority);
    return host == null
        ? new Refused(Reason.BAD_REQUEST_HOST)
        : new Resource(authority, host, originForm);
  }

  /** {@code uri-host [ ":" port ]} (RFC 9110 §7.2), without userinfo. */
  final class Authority {
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65535;

    private Authority() {}

    /** The normalised host of {@code authority}, or null when it is not valid. */
    static @Nullable String host(String authority) {
      int hostEnd;
      if (authority.startsWith("[")) {
        int bracket = authority.indexOf(']');
        if (bracket < 0 || !isIpv6(authority.substring(1, bracket))) {
          return null;
        }
        hostEnd = bracket + 1;
      } else {
        int colon = authority.indexOf(':');
        hostEnd = colon < 0 ? authority.length() : colon;
        if (!isRegisteredName(authority, hostEnd)) {
          return null;
        }
      }
      return isPort(authority, hostEnd)
          ? ServerName.normalize(authority.substring(0, hostEnd))
          : null;
    }

    private static boolean isIpv6(String literal) {
      return io.netty.util.NetUtil.isValidIpV6Address(literal) && literal.indexOf('%') < 0;
    }

    /**
     * RFC 3986 §3.2.2 without escapes, sub-delimiters and empty labels: nothing that two readers
     * could read two ways.
     */
    private static boolean isRegisteredName(String authority, int end) {
      if (end == 0 || end > ServerName.MAX_LENGTH + 1) {
        return false;
      }
      for (int i = 0; i < end; i++) {
        char c = authority.charAt(i);
        boolean valid =
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '~'
                || (c == '.' && i > 0 && authority.charAt(i - 1) != '.');
        if (!valid) {
          return false;
        }
      }
      return true;
    }

    private static boolean isPort(String authority, int hostEnd) {
      int length = authority.length();
      if (hostEnd == length) {
        return true;
      }
      if (authority.charAt(hostEnd) != ':' || length - hostEnd - 1 > MAX_PORT_DIGITS) {
        return false;
      }
      int port = 0;
      for (int i = hostEnd + 1; i < length; i++) {
        char c = authority.charAt(i);
        if (c < '0' || c > '9') {
          return false;
        }
        port = port * 10 + (c - '0');
      }
      return port <= MAX_PORT;
    }
  }
}
