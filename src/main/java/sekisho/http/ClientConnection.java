package sekisho.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import sekisho.model.ServerName;

/**
 * What is known of a client's connection when HTTP begins on it.
 *
 * @param client whom we believe to be talking to (the TCP peer)
 * @param local the address the client connected to
 * @param serverName the SNI, where there was one
 * @param tlsProtocol the negotiated version, as {@code TLSv1.3}
 */
public record ClientConnection(
    InetSocketAddress client,
    InetSocketAddress local,
    Optional<ServerName> serverName,
    String tlsProtocol) {

  /** The client's address without its port, as headers and logs show it. */
  String clientAddress() {
    String text = client.getAddress().getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
