package sekisho.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import sekisho.hello.ClientHello;
import sekisho.hello.ClientHelloParser;
import sekisho.hello.Preread;
import sekisho.model.ServerName;

/**
 * One connection in memory between a client and the handler that its hello got: what one writes the
 * other reads, and nothing else happens.
 */
final class Handshake implements AutoCloseable {
  static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private final SslHandler clientTls;
  private final SslHandler serverTls;
  private final EmbeddedChannel client;
  private final EmbeddedChannel server;
  private final Optional<X509Certificate> shown;
  private byte[] clientHello = new byte[0];
  private byte[] serverHello = new byte[0];

  private Handshake(
      HandshakeClient offering, String name, Function<ClientHello, SslHandler> serving) {
    int before = offering.shown().size();
    clientTls = offering.newHandler(name);
    client = new EmbeddedChannel(clientTls, new Failures());
    ByteBuf first = written(client);
    clientHello = ByteBufUtil.getBytes(first);
    ClientHello hello = ((Preread.Hello) ClientHelloParser.parse(first)).clientHello();
    serverTls = serving.apply(hello);
    server = new EmbeddedChannel(serverTls, new Failures());
    read(server, first);
    converse();
    shown =
        offering.shown().size() > before
            ? Optional.of(offering.shown().getLast())
            : Optional.empty();
  }

  /**
   * @param serving the handler that a hello gets
   */
  static Handshake of(
      HandshakeClient client, String name, Function<ClientHello, SslHandler> serving) {
    return new Handshake(client, name, serving);
  }

  static Handshake with(ServerTls contexts, HandshakeClient client, String name) {
    return with(contexts, client, name, Servers.HTTP);
  }

  static Handshake with(
      ServerTls contexts, HandshakeClient client, String name, TlsProfile profile) {
    return of(client, name, hello -> contexts.newHandler(hello, HERE, profile, ALLOCATOR));
  }

  /** A client that names nobody and has connected to {@code local}. */
  static Handshake unnamed(ServerTls contexts, HandshakeClient client, InetAddress local) {
    return of(client, null, hello -> contexts.newHandler(hello, local, Servers.HTTP, ALLOCATOR));
  }

  /**
   * The session of {@code name} is offered under {@code instead}: what the JDK's client never does,
   * since it asks for the name that a session was begun with.
   */
  static Handshake crossing(
      ServerTls contexts, HandshakeClient client, String name, String instead) {
    return of(
        client,
        name,
        hello -> contexts.newHandler(naming(instead, hello), HERE, Servers.HTTP, ALLOCATOR));
  }

  private static ClientHello naming(String name, ClientHello hello) {
    return new ClientHello(
        Optional.of(new ServerName(name)),
        hello.alpn(),
        hello.offersTls13(),
        hello.signatureSchemes(),
        hello.offersEcdsaSuites());
  }

  /** Both went through with it, and bytes arrive either way. */
  boolean succeeded() {
    return clientTls.handshakeFuture().isSuccess()
        && serverTls.handshakeFuture().isSuccess()
        && said(client, server).equals("hello")
        && said(server, client).equals("hello");
  }

  /** What the client said of a handshake that failed. */
  String clientFailure() {
    return String.valueOf(clientTls.handshakeFuture().cause());
  }

  /** Why the server gave up; null where it did not. */
  Throwable serverFailure() {
    return serverTls.handshakeFuture().cause();
  }

  /** A session of before was taken up, so that no certificate had to be shown. */
  boolean isResumed() {
    return succeeded() && shown.isEmpty();
  }

  /** The certificate that the server showed. */
  X509Certificate certificate() {
    return shown.orElseThrow(() -> new AssertionError("none was shown: " + clientFailure()));
  }

  /** As the server sees it. */
  SSLSession serverSession() {
    return serverTls.engine().getSession();
  }

  /** As the client sees it. */
  SSLSession session() {
    return clientTls.engine().getSession();
  }

  String applicationProtocol() {
    return clientTls.applicationProtocol();
  }

  HelloExtensions clientHello() {
    return HelloExtensions.of(clientHello);
  }

  HelloExtensions serverHello() {
    return HelloExtensions.of(serverHello);
  }

  private String said(EmbeddedChannel from, EmbeddedChannel to) {
    from.writeOutbound(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
    converse();
    ByteBuf text = to.readInbound();
    if (text == null) {
      return "";
    }
    try {
      return text.toString(StandardCharsets.US_ASCII);
    } finally {
      text.release();
    }
  }

  private void converse() {
    boolean moved = true;
    while (moved) {
      ByteBuf fromServer = written(server);
      if (serverHello.length == 0) {
        serverHello = ByteBufUtil.getBytes(fromServer);
      }
      boolean toClient = read(client, fromServer);
      moved = read(server, written(client)) || toClient;
    }
  }

  private static ByteBuf written(EmbeddedChannel channel) {
    channel.runPendingTasks();
    CompositeByteBuf all = channel.alloc().compositeBuffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.addComponent(true, part);
    }
    return all;
  }

  /** Takes {@code bytes} over; tells whether there were any. */
  private static boolean read(EmbeddedChannel channel, ByteBuf bytes) {
    if (!bytes.isReadable() || !channel.isOpen()) {
      bytes.release();
      return false;
    }
    channel.pipeline().fireChannelRead(bytes);
    channel.pipeline().fireChannelReadComplete();
    return true;
  }

  @Override
  public void close() {
    // close_notify both ways: sessions of connections that were cut are not resumed.
    clientTls.closeOutbound();
    converse();
    serverTls.closeOutbound();
    converse();
    end(client);
    end(server);
  }

  /** Without being told again of what failed. */
  private static void end(EmbeddedChannel channel) {
    channel.close();
    channel.releaseInbound();
    channel.releaseOutbound();
  }

  /** What fails is told by the handshakes' futures. */
  private static final class Failures extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
  }
}
