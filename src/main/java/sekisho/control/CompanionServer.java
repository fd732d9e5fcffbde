package sekisho.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import sekisho.channel.OneFamily;
import sekisho.model.ListenAddress;

/**
 * The HTTP server of a {@link Companion}: Vert.x's own, but for the socket, which is of IPv4 alone
 * or of IPv6 alone as those of the data path are. An option for that Vert.x does not have; it asks
 * its transport for the socket, so what is put before it is another transport.
 */
public final class CompanionServer {
  private CompanionServer() {}

  /**
   * One that does not listen yet.
   *
   * @param vertx whose loops are those of epoll
   * @param address where it is to listen
   */
  public static HttpServer of(Vertx vertx, ListenAddress address, HttpServerOptions options) {
    return new HttpServerImpl(
        new WithTransport((VertxInternal) vertx, new OfOneFamily(OneFamily.of(address.isIpv6()))),
        options);
  }

  private static final class WithTransport extends VertxWrapper {
    private final Transport transport;

    WithTransport(VertxInternal vertx, Transport transport) {
      super(vertx);
      this.transport = transport;
    }

    @Override
    public Transport transport() {
      return transport;
    }
  }

  private static final class OfOneFamily extends EpollTransport {
    private final OneFamily family;

    OfOneFamily(OneFamily family) {
      this.family = family;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return family::channel;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      family.configure(bootstrap);
    }
  }
}
