package sekisho.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamUrl;

/**
 * {@code http://} and {@code https://} URLs of RFC 9110 §4.2 without userinfo, query and fragment,
 * and {@code unix:/socket}, which nginx's {@code :/path} may follow.
 */
final class UpstreamUrlText {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private UpstreamUrlText() {}

  /**
   * @param folder what relative socket paths are relative to
   */
  static Parsed<UpstreamUrl> parse(String text, Path folder) {
    if (text.startsWith(TcpUpstreamText.UNIX)) {
      return unix(text.substring(TcpUpstreamText.UNIX.length()), folder);
    }
    // RFC 3986 §3.1: schemes are case-insensitive.
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith(HTTP)) {
      return url(false, text.substring(HTTP.length()));
    }
    if (lower.startsWith(HTTPS)) {
      return url(true, text.substring(HTTPS.length()));
    }
    return Parsed.bad("does not begin with http://, https:// or unix:");
  }

  private static Parsed<UpstreamUrl> unix(String rest, Path folder) {
    int mark = rest.indexOf(":/");
    String socket = mark < 0 ? rest : rest.substring(0, mark);
    return path(mark < 0 ? "" : rest.substring(mark + 1))
        .then(path ->
            TcpUpstreamText.socket(socket, folder)
                .then(server -> Parsed.good(new UpstreamUrl(false, server, "localhost", path))));
  }

  private static Parsed<UpstreamUrl> url(boolean secure, String rest) {
    int end = authorityEnd(rest);
    String authority = rest.substring(0, end);
    if (authority.indexOf('@') >= 0) {
      return Parsed.bad("holds a user name, which upstream URLs cannot have");
    }
    if (authority.isEmpty()) {
      return Parsed.bad("has no host");
    }
    return path(rest.substring(end))
        .then(path -> HostPortText.parse(authority).then(host -> url(secure, host, path)));
  }

  private static Parsed<UpstreamUrl> url(
      boolean secure, HostPortText written, Optional<String> path) {
    int standard = secure ? HTTPS_PORT : HTTP_PORT;
    int port = written.port().orElse(standard);
    if (port == 0) {
      return Parsed.bad("has port 0, which nobody listens on");
    }
    TcpUpstream.HostPort server = new TcpUpstream.HostPort(written.host(), port);
    // RFC 9110 §4.2.3: the scheme's own port is left out.
    String full = server.toString();
    String authority =
        port == standard ? full.substring(0, full.length() - (":" + port).length()) : full;
    return Parsed.good(new UpstreamUrl(secure, server, authority, path));
  }

  private static Parsed<Optional<String>> path(String text) {
    if (text.indexOf('?') >= 0) {
      return Parsed.bad("holds a query, which upstream URLs cannot have");
    }
    if (text.indexOf('#') >= 0) {
      return Parsed.bad("holds a fragment, which upstream URLs cannot have");
    }
    return text.isEmpty()
        ? Parsed.good(Optional.empty())
        : RequestPathText.parseUpstream(text).then(path -> Parsed.good(Optional.of(path)));
  }

  private static int authorityEnd(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if ("/?#".indexOf(rest.charAt(i)) >= 0) {
        return i;
      }
    }
    return rest.length();
  }
}
