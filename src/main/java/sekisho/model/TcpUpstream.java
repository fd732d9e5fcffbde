package sekisho.model;

import java.nio.file.Path;

/** Where bytes are sent: a host and port, or a Unix socket. */
public sealed interface TcpUpstream {

  /**
   * @param host a DNS name or an IP literal (IPv6 without brackets); resolved at connect time
   * @param port 1 to 65535
   */
  record HostPort(String host, int port) implements TcpUpstream {
    public HostPort {
      Require.that(!host.isEmpty(), "host must not be empty");
      Require.that(port >= 1 && port <= 65535, "port must be 1 to 65535: " + port);
    }

    /** Host and port as in a URL: IPv6 literals in brackets. */
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * @param path the socket's file; absolute
   */
  record UnixSocket(Path path) implements TcpUpstream {
    public UnixSocket {
      // struct sockaddr_un holds 108 bytes, one of them the final NUL (unix(7)).
      Require.that(
          path.toString().length() <= 107, "a Unix socket's path has at most 107 bytes: " + path);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
