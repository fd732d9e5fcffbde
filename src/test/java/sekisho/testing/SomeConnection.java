package sekisho.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import sekisho.live.LiveConnection;
import sekisho.live.LiveConnections;

/** A client's connection for those who only need one to count on. */
public final class SomeConnection {
  private SomeConnection() {}

  public static LiveConnection of(LiveConnections all) {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return all.add(loopback, loopback, () -> {});
  }

  public static LiveConnection alone() {
    return of(new LiveConnections());
  }
}
