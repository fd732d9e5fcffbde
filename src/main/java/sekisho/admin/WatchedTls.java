package sekisho.admin;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * The JDK's TLS, whose connections are known from their first moment. Vert.x tells of a connection
 * when its handshake is over: so who never begins one would be seen by nobody, and as many of them
 * as come would take the file descriptors that the proxy needs.
 */
final class WatchedTls extends JdkSSLEngineOptions {
  private final ConnectionWatch watch;

  WatchedTls(ConnectionWatch watch) {
    this.watch = watch;
  }

  @Override
  public WatchedTls copy() {
    return new WatchedTls(watch);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new Watched(super.create());
      }
    };
  }

  /** As the context that it is made of, but for whom its handlers tell. */
  private final class Watched extends SslContext {
    private final SslContext context;

    private Watched(SslContext context) {
      this.context = context;
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
      return new Handler(newEngine(allocator), Runnable::run);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, boolean startTls, Executor executor) {
      return new Handler(newEngine(allocator), executor);
    }

    @Override
    public boolean isClient() {
      return context.isClient();
    }

    @Override
    public List<String> cipherSuites() {
      return context.cipherSuites();
    }

    @Override
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
      return context.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
      return context.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
      return context.newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
      return context.sessionContext();
    }
  }

  private final class Handler extends SslHandler {
    private Handler(SSLEngine engine, Executor executor) {
      super(engine, executor);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
      super.handlerAdded(context);
      watch.shakeHands(context.channel(), handshakeFuture());
    }
  }
}
