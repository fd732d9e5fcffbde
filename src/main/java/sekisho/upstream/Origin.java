package sekisho.upstream;

import java.util.Optional;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/**
 * What two requests must agree about to use the same connection (RFC 9110 §4.3): where it goes and
 * how its other end is verified.
 *
 * @param tls empty for http
 */
record Origin(TcpUpstream server, Optional<UpstreamTls> tls) {

  /** The host of a Unix socket, which has no name of its own. */
  private static final String LOCALHOST = "localhost";

  static Origin of(UpstreamUrl url, UpstreamTls tls) {
    return new Origin(url.server(), url.secure() ? Optional.of(tls) : Optional.empty());
  }

  /** Whom a certificate has to name. */
  String host() {
    return server instanceof TcpUpstream.HostPort target ? target.host() : LOCALHOST;
  }

  int port() {
    return server instanceof TcpUpstream.HostPort target ? target.port() : 0;
  }

  /** Few origins share a server: the rest need not be looked at for every request. */
  @Override
  public int hashCode() {
    return server.hashCode();
  }

  @Override
  public String toString() {
    return (tls.isPresent() ? "https://" : "http://") + server;
  }
}
