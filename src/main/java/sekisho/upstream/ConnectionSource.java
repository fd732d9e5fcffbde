package sekisho.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.model.UpstreamTls;
import sekisho.tls.ClientContexts;

/** Where the HTTP exchanges of one event loop get their connections from: its pool, or anew. */
final class ConnectionSource {
  /** In the clear nobody is asked who they are. */
  private static final Object UNVERIFIED = new Object();

  private final EventLoop loop;
  private final Resolver resolver;
  private final ConnectionPool pool;
  private final ClientContexts tls;

  /** What came of opening one. */
  sealed interface Opened {}

  record Ready(UpstreamConnection connection) implements Opened {}

  record Failed(UpstreamFailure failure) implements Opened {}

  ConnectionSource(EventLoop loop, Resolver resolver, ConnectionPool pool, ClientContexts tls) {
    this.loop = loop;
    this.resolver = resolver;
    this.pool = pool;
    this.tls = tls;
  }

  /** An idle one, the caller's from now on; null: there is none. */
  @Nullable UpstreamConnection idle(Origin origin) {
    return pool.take(origin);
  }

  /** How many are idle, by where they go. */
  Map<String, Integer> idle() {
    return pool.sizes();
  }

  /**
   * An attempt to connect, not begun yet; it calls back exactly once, in the event loop.
   *
   * @param timeout the bound on finding the addresses and on each of them, TLS included
   */
  Dialer dialer(Origin origin, Duration timeout, Consumer<Opened> callback) {
    Object trust = trust(origin, tls);
    return new Dialer(
        loop,
        resolver,
        timeout,
        greeting(origin),
        dialled -> callback.accept(opened(dialled, origin, trust)));
  }

  /** Whatever goes wrong here, somebody waits to be told. */
  private Opened ready(Channel channel, Origin origin, Object trust) {
    try {
      return new Ready(UpstreamConnection.on(channel, origin, trust, pool));
    } catch (RuntimeException | Error e) {
      channel.close();
      return new Failed(UpstreamFailure.internal(e, origin.toString()));
    }
  }

  /** What the other end of such a connection is verified by. */
  static Object trust(Origin origin, ClientContexts contexts) {
    return origin.tls().isPresent() ? contexts.trust(origin.tls().get()) : UNVERIFIED;
  }

  private Opened opened(Dialer.Dialled dialled, Origin origin, Object trust) {
    return switch (dialled) {
      case Dialer.Connected connected -> ready(connected.channel(), origin, trust);
      case Dialer.Failed failed -> new Failed(failed.failure());
    };
  }

  private Dialer.Greeting greeting(Origin origin) {
    return origin.tls().isEmpty()
        ? Dialer.Greeting.NONE
        : (channel, timeoutMillis, done) ->
            handshake(channel, origin, origin.tls().get(), timeoutMillis, done);
  }

  private void handshake(
      Channel channel,
      Origin origin,
      UpstreamTls settings,
      long timeoutMillis,
      Consumer<@Nullable Throwable> callback) {
    SslHandler handler =
        tls.newHandler(settings, origin.host(), origin.port(), timeoutMillis, channel.alloc());
    Handshake handshake = new Handshake();
    channel.pipeline().addLast("tls", handler).addLast("handshake", handshake);
    handler
        .handshakeFuture()
        .addListener(done -> {
          if (done.isSuccess()) {
            channel.pipeline().remove(handshake);
          }
          callback.accept(done.cause());
        });
    channel.read();
  }

  /** Stands behind TLS until HTTP does: why a handshake has failed, its future tells. */
  private static final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        // What is still to be said by the other end will not come.
        ctx.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
