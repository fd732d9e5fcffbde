package sekisho.model;

import java.util.Optional;

/**
 * The base URL of an HTTP upstream.
 *
 * @param secure whether it is {@code https}
 * @param server where to connect
 * @param authority what {@code Host} says (RFC 9110 §7.2): host, and port unless it is the scheme's
 *     own; {@code localhost} for Unix sockets
 * @param path replaces the matched prefix of the normalised path; empty: the target passes byte for
 *     byte
 */
public record UpstreamUrl(
    boolean secure, TcpUpstream server, String authority, Optional<String> path) {
  public UpstreamUrl {
    Require.that(
        path.isEmpty() || path.get().startsWith("/"), "an upstream's path begins with /: " + path);
  }

  @Override
  public String toString() {
    String scheme = secure ? "https://" : "http://";
    return switch (server) {
      case TcpUpstream.HostPort _ -> scheme + authority + path.orElse("");
      case TcpUpstream.UnixSocket unix -> unix + path.map(p -> ":" + p).orElse("");
    };
  }
}
