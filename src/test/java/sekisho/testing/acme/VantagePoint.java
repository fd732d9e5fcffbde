package sekisho.testing.acme;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A place from which the proxy is asked.
 *
 * @param source where connections come from; {@code 127.0.0.1}, {@code 127.0.0.2} and so on towards
 *     IPv4, which Linux gives to everybody
 * @param target the proxy's address
 */
record VantagePoint(InetAddress source, InetAddress target) {
  private static final int LIMIT_MILLIS = 10_000;

  static VantagePoint towards(InetAddress target, int number) {
    return new VantagePoint(
        InetAddress.ofLiteral(target instanceof Inet4Address ? "127.0.0." + (1 + number) : "::1"),
        target);
  }

  /** A connection whose reads end after ten seconds, as an authority's do. */
  Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(new InetSocketAddress(target, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
