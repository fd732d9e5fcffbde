package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.message.Unread;
import sekisho.metrics.Reason;

/**
 * A connection to an HTTP upstream: one request at a time, in use by one {@link ConnectionUser} or
 * idle in its pool.
 *
 * <pre>
 *   ConnectionUser ─▶ RequestWriter  ─▶ bytes
 *   ConnectionUser ◀─ ResponseReader ◀─ bytes
 * </pre>
 *
 * <p>It reads a body as long as its user wants it. While it is idle one read is outstanding: what
 * comes then is nobody's answer, and it is closed (RFC 9112 §9.5). Belongs to one event loop; owns
 * its channel.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(UpstreamConnection.class);

  private final Channel channel;
  private final Origin origin;
  private final Object trust;
  private final ConnectionPool pool;
  private final Deadline idleTimeout;
  private final RequestWriter writer;
  private final ResponseReader reader;
  private final Unread unread = new Unread();
  private final boolean secure;
  private @Nullable ConnectionUser user;
  private boolean hasRead;
  private boolean served;
  private boolean closeNotified;
  private boolean reading;

  private UpstreamConnection(Channel channel, Origin origin, Object trust, ConnectionPool pool) {
    this.channel = channel;
    this.origin = origin;
    this.trust = trust;
    this.pool = pool;
    this.secure = channel.pipeline().get(SslHandler.class) != null;
    this.writer = new RequestWriter(channel, secure);
    this.reader = new ResponseReader();
    this.idleTimeout = Deadlines.of(channel.eventLoop()).create(this::close);
  }

  /**
   * Takes a connected channel over.
   *
   * @param trust what its other end was verified by
   */
  static UpstreamConnection on(Channel channel, Origin origin, Object trust, ConnectionPool pool) {
    UpstreamConnection connection = new UpstreamConnection(channel, origin, trust, pool);
    // What an upstream said before it stopped listening is still to be read.
    channel.config().setAutoClose(false);
    channel.pipeline().addLast("http", connection);
    channel.read();
    return connection;
  }

  Origin origin() {
    return origin;
  }

  /** What its other end was verified by. */
  Object trust() {
    return trust;
  }

  Deadline idleTimeout() {
    return idleTimeout;
  }

  // ---- For the user

  /** Sends the head, with what {@link ConnectionUser#writable} has to write at once. */
  void begin(UpstreamRequest request, ConnectionUser begun) {
    user = begun;
    reader.begin(request.method(), request.webSocket());
    writer.begin(request, begun::writable);
  }

  /** Sends a piece of the body; takes it over. */
  void write(ByteBuf piece) {
    writer.body(piece);
  }

  void end(Fields trailers) {
    writer.end(trailers);
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /** From here on {@link #hasMoved} looks. */
  void mark() {
    hasRead = false;
    writer.mark();
  }

  /** Whether the upstream has given or taken a byte since {@link #mark}. */
  boolean hasMoved() {
    return hasRead || writer.hasMoved();
  }

  /** The user wants the body again. */
  void readOn() {
    channel.read();
  }

  /** Whether the upstream has sent anything since the request began. */
  boolean hasAnswered() {
    return reader.hasBegun();
  }

  /** Whether it has carried a whole exchange before this one: it may have grown old since. */
  boolean hasServed() {
    return served;
  }

  /** Whether the kernel has refused the request's first byte. */
  boolean hasWrittenNothing() {
    return writer.hasWrittenNothing();
  }

  /** Gives the request up: what was begun cannot be taken back. */
  void abort() {
    user = null;
    close();
  }

  void close() {
    pool.remove(this);
    channel.close();
  }

  // ---- What comes

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (user == null) {
      // Surplus bytes, or an answer to no question: whatever it is, it is not the next one's.
      ReferenceCountUtil.release(message);
      close();
      return;
    }
    hasRead = true;
    unread.add((ByteBuf) message, ctx.alloc());
    read();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (user == null || !reader.isInBody() || user.wantsBody()) {
      ctx.read();
    }
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    try {
      boolean more = true;
      while (more && user != null) {
        more = step(user, reader.read(unread.bytes()));
      }
    } finally {
      reading = false;
    }
    if (user == null && !unread.isEmpty()) {
      close();
    }
    unread.releaseIfEmpty();
  }

  /** Whether there may be more to read for the same user. */
  private boolean step(ConnectionUser with, ResponseReader.Result result) {
    switch (result) {
      case ResponseReader.Incomplete _ -> {
        return false;
      }
      case ResponseReader.Interim interim -> with.interim(interim.head());
      case ResponseReader.Head head -> with.head(head.head());
      case ResponseReader.Body body -> with.body(body.piece());
      case ResponseReader.End end -> {
        ended(with, end.trailers());
        return false;
      }
      case ResponseReader.Switched switched -> {
        switched(with, switched.head());
        return false;
      }
      case ResponseReader.Malformed malformed -> {
        broken(malformed.failure(origin));
        return false;
      }
    }
    return true;
  }

  private void ended(ConnectionUser with, Fields trailers) {
    user = null;
    if (reader.persists() && writer.isDone() && unread.isEmpty() && channel.isActive()) {
      served = true;
      pool.add(this);
    } else {
      close();
    }
    with.ended(trailers);
  }

  private void switched(ConnectionUser with, ResponseHead head) {
    user = null;
    ByteBuf first = unread.take();
    channel.config().setAutoClose(true);
    channel.pipeline().remove(this);
    with.switched(head, channel, first);
  }

  // ---- Ends

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (user != null && channel.isWritable()) {
      user.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent completion && completion.isSuccess()) {
      closeNotified = true;
      inputEnded();
    } else if (event instanceof ChannelInputShutdownEvent) {
      inputEnded();
    }
  }

  /** RFC 8446 §6.1: a FIN without close_notify may be anybody's. */
  private void inputEnded() {
    ConnectionUser with = user;
    if (with == null) {
      close();
    } else if (reader.endsWithConnection() && (closeNotified || !secure)) {
      user = null;
      close();
      with.ended(new Fields());
    } else {
      broken(UpstreamFailure.closed(origin, closeNotified || !secure));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    broken(UpstreamFailure.closed(origin, false));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException && user != null && isOnlyOutputLost()) {
      // RFC 9112 §9.5: an answer may have come before; the end of the input comes behind it.
      return;
    }
    UpstreamFailure failure = UpstreamFailure.ofExchange(cause, origin.toString());
    if (failure.reason() == Reason.INTERNAL) {
      LOG.errorf(cause, "%s: an exchange failed unexpectedly", Reason.INTERNAL.code());
    }
    broken(failure);
  }

  /** Whether the upstream takes nothing more, but what it has sent was not read to its end. */
  private boolean isOnlyOutputLost() {
    return channel instanceof DuplexChannel duplex
        && duplex.isOutputShutdown()
        && !duplex.isInputShutdown();
  }

  private void broken(UpstreamFailure failure) {
    ConnectionUser with = user;
    user = null;
    close();
    if (with != null) {
      with.broken(failure);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    unread.release();
  }
}
