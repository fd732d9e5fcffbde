package sekisho.accept;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import sekisho.model.ListenAddress;

/**
 * A listening TCP socket that was open when this process began.
 *
 * @param descriptor of the process
 * @param name what whoever passes it calls it
 * @param address where it listens
 * @param dual whether it takes IPv4 besides IPv6
 */
record InheritedSocket(int descriptor, String name, ListenAddress address, boolean dual) {
  // socket(7), ip(7), ipv6(7): levels, options and values that Netty has no names for.
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int SO_DOMAIN = 39;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int SOCK_STREAM = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IPPROTO_TCP = 6;

  /** Multipath TCP, which accepts TCP too. */
  private static final int IPPROTO_MPTCP = 262;

  /**
   * Looks what {@code descriptor} is; changes nothing.
   *
   * @throws IOException when it is anything but a listening TCP socket
   */
  static InheritedSocket of(int descriptor, String name) throws IOException {
    Socket socket = socket(descriptor, name);
    int domain = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
    if (domain != AF_INET && domain != AF_INET6) {
      throw unusable(descriptor, name, "is no socket of IPv4 or IPv6");
    }
    int protocol = socket.getIntOpt(SOL_SOCKET, SO_PROTOCOL);
    if (socket.getIntOpt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM
        || (protocol != IPPROTO_TCP && protocol != IPPROTO_MPTCP)) {
      throw unusable(descriptor, name, "is no TCP socket");
    }
    if (socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 0) {
      throw unusable(descriptor, name, "does not listen (a unit with Accept=yes?)");
    }
    InetSocketAddress local = socket.localAddress();
    return new InheritedSocket(
        descriptor,
        name,
        new ListenAddress(local.getAddress(), local.getPort()),
        domain == AF_INET6 && socket.getIntOpt(IPPROTO_IPV6, IPV6_V6ONLY) == 0);
  }

  private static Socket socket(int descriptor, String name) throws IOException {
    try {
      // Asks for its family.
      return new Socket(descriptor);
    } catch (ChannelException e) {
      throw unusable(descriptor, name, "is no socket");
    }
  }

  private static IOException unusable(int descriptor, String name, String why) {
    return new IOException(
        "descriptor %d (%s), passed by the service manager, %s; listening TCP sockets are needed"
            .formatted(descriptor, name, why));
  }
}
