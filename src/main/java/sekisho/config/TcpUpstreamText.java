package sekisho.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sekisho.model.TcpUpstream;

/** {@code host:port}, {@code [IPv6]:port} or {@code unix:/path}. */
final class TcpUpstreamText {
  static final String UNIX = "unix:";

  // struct sockaddr_un holds 108 bytes, one of them the final NUL (unix(7)).
  private static final int MAX_SOCKET_PATH_BYTES = 107;

  private TcpUpstreamText() {}

  /**
   * @param folder what relative socket paths are relative to
   */
  static Parsed<TcpUpstream> parse(String text, Path folder) {
    if (text.startsWith(UNIX)) {
      return socket(text.substring(UNIX.length()), folder);
    }
    if (text.contains("://")) {
      return Parsed.bad("is a URL");
    }
    return HostPortText.parse(text)
        .then(written ->
            written.neededPort().then(port -> Parsed.good(hostPort(written.host(), port))));
  }

  private static TcpUpstream hostPort(String host, int port) {
    return new TcpUpstream.HostPort(host, port);
  }

  static Parsed<TcpUpstream> socket(String written, Path folder) {
    return TextFormat.path(written)
        .then(path -> {
          Path socket = folder.resolve(path).normalize();
          int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
          return length > MAX_SOCKET_PATH_BYTES
              ? Parsed.bad("is a socket's path of more than 107 bytes, which Linux cannot open")
              : Parsed.good(new TcpUpstream.UnixSocket(socket));
        });
  }
}
