package sekisho.http;

import io.netty.util.NetUtil;
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

  /** The client's address without its port, as headers and logs show it (RFC 5952). */
  String clientAddress() {
    return NetUtil.toAddressString(client.getAddress());
  }
}
