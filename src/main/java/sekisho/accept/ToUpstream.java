package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import sekisho.live.LiveConnection;
import sekisho.message.Unread;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.ProxyProtocol;
import sekisho.model.ProxySettings;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.relay.Relay;
import sekisho.relay.Relay.RelaySettings;
import sekisho.runtime.Drain;
import sekisho.runtime.Generation;
import sekisho.upstream.Dialer;
import sekisho.upstream.FailureLog;
import sekisho.upstream.GroupDialer;
import sekisho.upstream.ProxyHeader;
import sekisho.upstream.UpstreamFailure;

/**
 * Connects a client to a TCP upstream and lets the two be relayed; a client whose upstream cannot
 * be reached is closed.
 */
final class ToUpstream {
  private static final Logger LOG = Logger.getLogger(ToUpstream.class);

  private final Channel client;
  private final Endpoints endpoints;
  private final Generation generation;
  private final Meters meters;
  private final LiveConnection live;

  ToUpstream(
      Channel client,
      Endpoints endpoints,
      Generation generation,
      Meters meters,
      LiveConnection live) {
    this.client = client;
    this.endpoints = endpoints;
    this.generation = generation;
    this.meters = meters;
    this.live = live;
  }

  /**
   * @param first bytes of the client that were already read, taken over; null: none
   */
  void relay(
      UpstreamGroup<TcpUpstream> upstreams, ProxyProtocol proxyProtocol, @Nullable ByteBuf first) {
    Waiting waiting = new Waiting();
    if (first != null) {
      waiting.unread.add(first, client.alloc());
    }
    client.pipeline().addLast("dialling", waiting);
    live.upstream(upstreams);
    try {
      waiting.attempt =
          generation
              .upstreams()
              .of(client.eventLoop())
              .dial(upstreams, dialled -> dialled(dialled, proxyProtocol, waiting));
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void dialled(Dialer.Dialled dialled, ProxyProtocol proxyProtocol, Waiting waiting) {
    switch (dialled) {
      case Dialer.Connected connected -> {
        try {
          connected(connected.channel(), proxyProtocol, waiting);
        } catch (RuntimeException | Error e) {
          connected.channel().close();
          failed(e);
        }
      }
      case Dialer.Failed failed -> failed(failed.failure());
    }
  }

  /** No handler of the client's would hear of it: it would stay open for good. */
  private void failed(Throwable fault) {
    LOG.errorf(fault, "%s: a relay could not begin", Reason.INTERNAL.code());
    meters.error(Reason.INTERNAL);
    client.close();
  }

  private void failed(UpstreamFailure failure) {
    boolean own = failure.reason() == Reason.INTERNAL;
    meters.error(own ? Reason.INTERNAL : Reason.UPSTREAM_CONNECT);
    FailureLog.add(Level.WARN, failure);
    client.close();
  }

  private void connected(Channel upstream, ProxyProtocol proxyProtocol, Waiting waiting) {
    if (!client.isActive()) {
      upstream.close();
      return;
    }
    if (proxyProtocol != ProxyProtocol.NONE) {
      ByteBuf header =
          ProxyHeader.encode(
              proxyProtocol, endpoints.client(), endpoints.destination(), upstream.alloc());
      upstream.writeAndFlush(header, upstream.voidPromise());
    }
    if (waiting.attempt != null) {
      live.upstream(waiting.attempt.present());
    }
    ByteBuf first = waiting.unread.take();
    client.pipeline().remove(waiting);
    ProxySettings settings = generation.configuration().proxy();
    Relay relay =
        Relay.start(
            client,
            upstream,
            first,
            null,
            new RelaySettings(settings.relayIdleTimeout(), settings.halfCloseTimeout()),
            live,
            this::ended);
    client.pipeline().addLast("stop", new Stop(relay));
    waiting.replay(client);
  }

  /** Cuts a relay that outlasts a stop, which is neither end's doing. */
  private static final class Stop extends ChannelInboundHandlerAdapter {
    private final Relay relay;

    Stop(Relay relay) {
      this.relay = relay;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == Drain.OVERDUE) {
        relay.cut();
      }
    }
  }

  private void ended(Relay.Outcome outcome) {
    if (outcome.reason() != null) {
      meters.error(outcome.reason());
    }
  }

  /** Keeps what a client sends, and whether it ends, while its upstream is dialled. */
  private static final class Waiting extends ChannelInboundHandlerAdapter {
    private final Unread unread = new Unread();
    private @Nullable Object ended;
    private @Nullable GroupDialer attempt;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      unread.add((ByteBuf) message, ctx.alloc());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      boolean end =
          event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent;
      if (end && ended == null) {
        ended = event;
      }
    }

    /** An end of input that came too early for the relay is told to it now. */
    void replay(Channel channel) {
      if (ended != null) {
        channel.pipeline().fireUserEventTriggered(ended);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (attempt != null) {
        attempt.cancel();
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      unread.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
