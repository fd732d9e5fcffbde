package sekisho.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.model.ServerName;

/**
 * What is known of a client's connection when HTTP begins on it.
 *
 * @param peer who is at its other end: the client, or a proxy that speaks for clients by header
 *     fields; by the PROXY header where there was one, else by the socket
 * @param peerAddress the peer's address without its port, as headers and logs show it (RFC 5952)
 * @param local the address the peer connected to, as told likewise
 * @param serverName the SNI, where there was one
 * @param tlsProtocol the negotiated version, as {@code TLSv1.3}; null: there is no TLS
 * @param identity who the client is by its certificate
 */
public record ClientConnection(
    InetSocketAddress peer,
    String peerAddress,
    InetSocketAddress local,
    Optional<ServerName> serverName,
    @Nullable String tlsProtocol,
    ClientIdentity identity) {

  /** One without TLS; see {@link #of}. */
  public static ClientConnection withoutTls(InetSocketAddress socket, InetSocketAddress local) {
    return of(socket, local, Optional.empty(), null, ClientIdentity.NOT_ASKED);
  }

  /**
   * @param socket the peer's
   */
  public static ClientConnection of(
      InetSocketAddress socket,
      InetSocketAddress local,
      Optional<ServerName> serverName,
      @Nullable String tlsProtocol,
      ClientIdentity identity) {
    InetSocketAddress peer =
        socket.getAddress() instanceof Inet6Address address
            ? new InetSocketAddress(plain(address), socket.getPort())
            : socket;
    // The text is made once for all requests of the connection.
    String text = NetUtil.toAddressString(peer.getAddress());
    return new ClientConnection(peer, text, local, serverName, tlsProtocol, identity);
  }

  /** Without a zone, and an IPv4-mapped one as IPv4 (RFC 4291 §2.5.5.2). */
  private static InetAddress plain(Inet6Address address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }
}
