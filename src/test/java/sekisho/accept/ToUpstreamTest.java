package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.live.LiveConnections;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.model.ProxyProtocol;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.runtime.Generation;
import sekisho.testing.Await;
import sekisho.testing.RawServer;
import sekisho.tls.ClientContexts;
import sekisho.upstream.Upstreams;

/** What a fault of our own makes of a client: whatever throws, its connection ends. */
class ToUpstreamTest {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final EventLoop loop =
      (EventLoop) ((VertxInternal) vertx).getEventLoopGroup().iterator().next();
  private final Meters meters = new Meters();
  private Upstreams upstreams;

  @BeforeEach
  void begin() throws SSLException {
    upstreams =
        new Upstreams(
            vertx,
            Duration.ofSeconds(2),
            new PoolSettings(1, Duration.ofSeconds(60)),
            new ClientContexts(Map.of()));
  }

  @AfterEach
  void end() {
    upstreams.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_fault_before_an_upstream_is_dialled_ends_the_client() {
    try (RawServer peer = RawServer.start(connection -> connection.readToEnd())) {
      Channel client = connect(peer);

      relay(client, without(null), peer);

      Await.until("the client's connection is closed", () -> !client.isOpen());
      assertThat(meters.errors(Reason.INTERNAL)).isOne();
    }
  }

  @Test
  void a_fault_with_a_connected_upstream_ends_both() {
    CompletableFuture<Void> upstreamClosed = new CompletableFuture<>();
    try (RawServer peer = RawServer.start(connection -> connection.readToEnd());
        RawServer upstream =
            RawServer.start(connection -> {
              connection.readToEnd();
              upstreamClosed.complete(null);
            })) {
      Channel client = connect(peer);

      relay(client, without(upstreams), upstream);

      Await.until("the client's connection is closed", () -> !client.isOpen());
      Await.until("so is the upstream's", upstreamClosed::isDone);
      assertThat(meters.errors(Reason.INTERNAL)).isOne();
    }
  }

  /** A generation that lacks what a relay needs sooner or later. */
  private static Generation without(Upstreams upstreams) {
    return new Generation(1, Instant.EPOCH, null, null, null, null, null, upstreams);
  }

  private void relay(Channel client, Generation generation, RawServer upstream) {
    Endpoints endpoints = Endpoints.ofSocket(client);
    UpstreamGroup<TcpUpstream> group =
        UpstreamGroup.of(new TcpUpstream.HostPort("127.0.0.1", upstream.port()));
    loop.execute(() ->
        new ToUpstream(
                client,
                endpoints,
                generation,
                meters,
                new LiveConnections().add(endpoints.client(), endpoints.destination(), () -> {}))
            .relay(group, ProxyProtocol.NONE, null));
  }

  private Channel connect(RawServer peer) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(EpollSocketChannel::new)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress("127.0.0.1", peer.port()))
        .syncUninterruptibly()
        .channel();
  }
}
