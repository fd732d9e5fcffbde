package sekisho.accept;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import sekisho.channel.Cut;
import sekisho.http.HttpServices;
import sekisho.live.LiveConnection;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;
import sekisho.model.ListenAddress;
import sekisho.runtime.Drain;
import sekisho.runtime.Generations;
import sekisho.upstream.TcpOptions;

/**
 * Takes connections in: binds listeners, and starts each accepted connection with what is expected
 * there: a preread, or plain HTTP.
 *
 * <p>Knows every live client connection, from accept to close.
 */
public final class Acceptor {
  private final VertxInternal vertx;
  private final InheritedSockets inherited;
  private final Reception reception;
  private final Meters meters;
  private final Capacity capacity;
  private final LiveConnections live;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /**
   * @param inherited sockets that listen already
   * @param live told of every connection
   * @param challenges what authorities may ask
   * @param maxConnections above it no connection is accepted until another one ends
   */
  public Acceptor(
      Vertx vertx,
      InheritedSockets inherited,
      Generations generations,
      HttpServices services,
      LiveConnections live,
      Challenges challenges,
      int maxConnections) {
    this.vertx = (VertxInternal) vertx;
    this.inherited = inherited;
    this.reception = Reception.of(generations, services, challenges);
    this.meters = services.meters();
    this.live = live;
    this.capacity = new Capacity(maxConnections);
  }

  /**
   * Binds {@code address}, or takes an inherited socket that listens there; fails with an
   * IOException when the kernel will not have it. Nobody is accepted before it is opened.
   */
  public CompletableFuture<Listener> bind(ListenAddress address, Entrance entrance) {
    OptionalInt socket;
    try {
      socket = inherited.at(address);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return Listener.prepare(
        address,
        socket,
        entrance,
        vertx.getAcceptorEventLoopGroup(),
        vertx.getEventLoopGroup(),
        capacity,
        this::accepted,
        meters);
  }

  /** Nobody listens at {@code address} any more, though a socket for it may have been inherited. */
  public void leave(ListenAddress address) {
    inherited.logUnused(address);
  }

  /**
   * @param maxConnections above it no connection is accepted until another one ends
   */
  public void resize(int maxConnections) {
    capacity.resize(maxConnections);
  }

  private void accepted(Channel channel, Entrance entrance) {
    TcpOptions.apply(channel);
    connections.add(channel);
    meters.connectionAccepted();
    LiveConnection connection =
        live.add(
            (InetSocketAddress) channel.remoteAddress(),
            (InetSocketAddress) channel.localAddress(),
            () -> cut(channel));
    channel
        .closeFuture()
        .addListener(_ -> {
          live.remove(connection);
          meters.connectionClosed();
        });
    Arrival.begin(channel, entrance, connection, reception);
  }

  /** How many client connections there are. */
  public int connectionCount() {
    return connections.size();
  }

  /** Tells every connection that the program is stopping; those that wait for a request end. */
  public void drain() {
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Drain.BEGUN));
  }

  /** Tells every connection that there is another generation. */
  public void reloaded() {
    connections.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(Generations.PUBLISHED));
  }

  /** Completes when the last connection of now has ended. */
  public CompletableFuture<Void> allClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connections.newCloseFuture().addListener(_ -> closed.complete(null));
    return closed;
  }

  /**
   * Cuts every connection, whatever it is doing. Each hears of it first: once it is closed, it
   * counts no more, and what it says then may come too late for the log.
   */
  public void cutAll() {
    connections.forEach(Acceptor::cut);
  }

  private static void cut(Channel channel) {
    channel
        .eventLoop()
        .execute(() -> {
          channel.pipeline().fireUserEventTriggered(Drain.OVERDUE);
          Cut.now(channel);
        });
  }

  /**
   * Completes when the handlers of every connection that is closed now have heard of it: a channel
   * is closed first, and tells its handlers in the turn of its event loop after that.
   */
  public CompletableFuture<Void> handlersTold() {
    return turn().thenCompose(_ -> turn());
  }

  /** Completes when every event loop, that of accepting too, has done what it has to do now. */
  public CompletableFuture<Void> turn() {
    List<CompletableFuture<Void>> turns = new ArrayList<>();
    for (EventLoopGroup loops :
        List.of(vertx.getEventLoopGroup(), vertx.getAcceptorEventLoopGroup())) {
      loops.forEach(loop -> turns.add(CompletableFuture.runAsync(() -> {}, loop)));
    }
    return CompletableFuture.allOf(turns.toArray(CompletableFuture[]::new));
  }
}
