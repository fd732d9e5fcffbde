package sekisho.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import sekisho.live.LiveConnection;
import sekisho.metrics.Meters;
import sekisho.relay.Relay.RelaySettings;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.SomeConnection;
import sekisho.upstream.TcpOptions;

/** A port whose every connection is relayed to a scripted upstream, on one event loop. */
final class RelayFixture implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final EventLoopGroup loop = new EpollEventLoopGroup(1);
  private final Meters meters = new Meters();
  private final List<Relay.Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final int upstreamPort;
  private final Closeable upstreamServer;
  private final RelaySettings settings;
  private final LiveConnection live = SomeConnection.alone();
  private final Channel listener;
  private SslContext tls;
  private SslContext upstreamTls;
  private String ofClient;
  private String ofUpstream;
  private volatile Channel client;
  private volatile Channel upstream;

  private RelayFixture(RelaySettings settings, Closeable upstreamServer, int upstreamPort) {
    this.settings = settings;
    this.upstreamServer = upstreamServer;
    this.upstreamPort = upstreamPort;
    this.listener =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    TcpOptions.apply(accepted);
                    if (tls != null) {
                      accepted.pipeline().addLast(tls.newHandler(accepted.alloc()));
                    }
                    dial(accepted);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  static RelayFixture to(RawServer.Script script) {
    return to(script, Duration.ZERO, LONG);
  }

  static RelayFixture to(RawServer.Script script, Duration idle, Duration halfClose) {
    RawServer server = RawServer.start(script);
    return new RelayFixture(new RelaySettings(idle, halfClose), server, server.port());
  }

  /** To an upstream that speaks TLS. */
  static RelayFixture to(ResettingTlsServer server, SslContext client) {
    RelayFixture fixture =
        new RelayFixture(new RelaySettings(Duration.ZERO, LONG), server, server.port());
    fixture.upstreamTls = client;
    return fixture;
  }

  /** TLS ends at the fixture. */
  RelayFixture terminating(SslContext context) {
    tls = context;
    return this;
  }

  /** Bytes that were read before the relay began. */
  RelayFixture afterReading(String fromClient, String fromUpstream) {
    ofClient = fromClient;
    ofUpstream = fromUpstream;
    return this;
  }

  private void dial(Channel accepted) {
    new Bootstrap()
        .group(accepted.eventLoop())
        .channel(EpollSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                TcpOptions.apply(channel);
                if (upstreamTls != null) {
                  channel.pipeline().addLast(upstreamTls.newHandler(channel.alloc()));
                }
              }
            })
        .connect("127.0.0.1", upstreamPort)
        .addListener(connected -> {
          Channel dialled = ((io.netty.channel.ChannelFuture) connected).channel();
          Relay.start(
              accepted, dialled, bytes(ofClient), bytes(ofUpstream), settings, live, this::ended);
          client = accepted;
          upstream = dialled;
        });
  }

  private static ByteBuf bytes(String text) {
    return text == null ? null : Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private void ended(Relay.Outcome outcome) {
    if (outcome.reason() != null) {
      meters.error(outcome.reason());
    }
    outcomes.add(outcome);
  }

  /** What was told at the ends of relays. */
  List<Relay.Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** A client whose relay has begun. */
  RawConnection connect() {
    RawConnection connection = RawConnection.to(address());
    Await.until("the relay has begun", () -> upstream != null);
    return connection;
  }

  /** What was told of the client's bytes while they passed. */
  LiveConnection live() {
    return live;
  }

  Meters meters() {
    return meters;
  }

  /** What waits in memory for the client and the upstream together, in bytes. */
  long pendingBytes() {
    Channel toClient = Await.present("a client", () -> Optional.ofNullable(client));
    Channel toUpstream = Await.present("an upstream", () -> Optional.ofNullable(upstream));
    return loop.submit(() -> pending(toClient) + pending(toUpstream))
        .syncUninterruptibly()
        .getNow();
  }

  private static long pending(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  void awaitBothClosed() {
    Await.until(
        "both sides are closed",
        () -> client != null && !client.isOpen() && upstream != null && !upstream.isOpen());
  }

  @Override
  public void close() throws IOException {
    upstreamServer.close();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
