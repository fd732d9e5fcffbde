import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * A connection on a loop, plain or TLS, of either side. Its messages are small: a socket that takes
 * only a part of one is an error here.
 */
final class Link implements Loop.Ready {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int RECORD_BYTES = 17 * 1024;

  /** What a connection is there for. */
  interface Owner {
    void opened(Link link) throws IOException;

    /** Takes what it can; the rest comes again with what follows. */
    void received(Link link, ByteBuffer bytes) throws IOException;

    /** The other side has closed. */
    void closed(Link link) throws IOException;
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final SSLEngine engine;
  private final Owner owner;
  private final ByteBuffer in = ByteBuffer.allocate(RECORD_BYTES);
  private ByteBuffer plain = ByteBuffer.allocate(512);
  private boolean open;

  /** When what is under way should have been sent, in nanoseconds; its owner's. */
  long due;

  private Link(Loop loop, SocketChannel channel, SSLEngine engine, Owner owner, int operation)
      throws IOException {
    this.channel = channel;
    this.engine = engine;
    this.owner = owner;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.key = channel.register(loop.selector, operation, this);
  }

  /**
   * @param engine null: plain
   */
  static Link connect(Loop loop, int port, SSLEngine engine, Owner owner) throws IOException {
    Link link = new Link(loop, SocketChannel.open(), engine, owner, SelectionKey.OP_CONNECT);
    link.channel.connect(new InetSocketAddress("127.0.0.1", port));
    return link;
  }

  static void accepted(Loop loop, SocketChannel channel, SSLEngine engine, Owner owner) {
    try {
      new Link(loop, channel, engine, owner, SelectionKey.OP_READ).begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(ByteBuffer message) throws IOException {
    if (engine == null) {
      write(message);
    } else {
      wrap(message);
    }
  }

  void close() throws IOException {
    if (engine != null && open && channel.isOpen()) {
      engine.closeOutbound();
      wrap(NOTHING);
    }
    channel.close();
  }

  @Override
  public void ready() throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      begin();
      return;
    }
    int length = read();
    in.flip();
    if (engine != null) {
      advance();
    } else if (in.hasRemaining()) {
      owner.received(this, in);
    }
    in.compact();
    if (length < 0) {
      channel.close();
      owner.closed(this);
    }
  }

  private int read() throws IOException {
    try {
      return channel.isOpen() ? channel.read(in) : 0;
    } catch (java.net.SocketException reset) {
      return -1;
    }
  }

  private void begin() throws IOException {
    if (engine == null) {
      owner.opened(this);
    } else {
      engine.beginHandshake();
      in.flip();
      advance();
      in.compact();
    }
  }

  /** As far as the bytes there are lead. */
  private void advance() throws IOException {
    while (channel.isOpen()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            return;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          if (!open) {
            open = true;
            owner.opened(this);
          }
          if (!in.hasRemaining() || !unwrap()) {
            return;
          }
        }
      }
    }
  }

  private boolean unwrap() throws IOException {
    SSLEngineResult result = engine.unwrap(in, plain);
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      plain = ByteBuffer.allocate(RECORD_BYTES).put(plain.flip());
      return true;
    }
    if (plain.position() > 0) {
      plain.flip();
      owner.received(this, plain);
      plain.compact();
    }
    return result.getStatus() == SSLEngineResult.Status.OK;
  }

  private void wrap(ByteBuffer message) throws IOException {
    ByteBuffer record = Scratch.RECORD.clear();
    engine.wrap(message, record);
    write(record.flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("the socket took only a part of a small message");
    }
  }

  /** All links of a program are one thread's. */
  private static final class Scratch {
    static final ByteBuffer RECORD = ByteBuffer.allocateDirect(RECORD_BYTES);
  }
}
