package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.message.LoopScratch;
import sekisho.message.RequestHead;
import sekisho.message.RequestParser;
import sekisho.message.Syntax;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.HttpSettings;
import sekisho.runtime.Drain;
import sekisho.runtime.Generations;

/**
 * One client connection that speaks HTTP/1.1: reads request heads one after the other, gives each
 * to an {@link Exchange}, and reads on when it is over.
 *
 * <pre>
 *   bytes ─▶ RequestParser ─▶ Exchange ─▶ UpstreamExchange
 *                               │  ▲            │
 *   bytes ◀─ ResponseWriter ◀───┘  └────────────┘
 * </pre>
 *
 * <p>Reads on demand: while an exchange wants no body, at most one buffer waits here. That one read
 * is left outstanding, so that a client that goes away is noticed. The last handler of its
 * pipeline; it owns the channel and closes it.
 */
public final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(HttpConnection.class);

  private final Generations generations;
  private final ClientConnection client;
  private final HttpServices services;

  /** What a connection needs of the program, the same for all of them. */
  public record HttpServices(Meters meters, AccessLog accessLog, Drain drain) {}

  private final HttpSettings settings;

  // Set in handlerAdded, before anything else can happen.
  private @Nullable Wiring wiring;

  /** What needs the channel to be made. */
  private record Wiring(
      ChannelHandlerContext ctx, RequestParser parser, ResponseWriter writer, Deadline patience) {}

  private @Nullable ByteBuf unread;
  private @Nullable Exchange current;
  private Waiting waiting = Waiting.FOR_HEAD;
  private int served;
  private boolean processing;

  /** What the connection is doing between and during exchanges: what its patience is for. */
  private enum Waiting {
    FOR_REQUEST,
    FOR_HEAD,
    FOR_BODY,
    FOR_NOTHING,
    /** Nothing comes from here on: the channel is {@link TlsLingering}'s. */
    LINGERING
  }

  public HttpConnection(Generations generations, ClientConnection client, HttpServices services) {
    this.generations = generations;
    this.client = client;
    this.services = services;
    this.settings = generations.current().configuration().proxy().http();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Deadlines deadlines = Deadlines.of(ctx.executor());
    byte[] scratch = LoopScratch.ofAtLeast(settings.maxHeaderBytes());
    wiring =
        new Wiring(
            ctx,
            new RequestParser(settings.maxHeaderBytes(), scratch),
            new ResponseWriter(
                ctx, deadlines, settings.timeouts().responseWrite().toMillis(), this::takesNothing),
            deadlines.create(this::outOfPatience));
    waitFor(Waiting.FOR_HEAD);
    ctx.read();
  }

  private Wiring wiring() {
    Wiring made = wiring;
    if (made == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return made;
  }

  private ChannelHandlerContext ctx() {
    return wiring().ctx();
  }

  ClientConnection client() {
    return client;
  }

  ResponseWriter writer() {
    return wiring().writer();
  }

  EventLoop eventLoop() {
    return ctx().channel().eventLoop();
  }

  // ---- Reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (waiting == Waiting.LINGERING) {
      bytes.release();
      return;
    }
    ByteBuf before = unread;
    if (before == null) {
      unread = bytes;
    } else {
      unread =
          ctx.alloc()
              .buffer(before.readableBytes() + bytes.readableBytes())
              .writeBytes(before)
              .writeBytes(bytes);
      before.release();
      bytes.release();
    }
    process();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readOn();
  }

  /** Takes from {@link #unread} all that can be taken now. */
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      boolean progress = true;
      while (progress) {
        progress = current == null ? nextRequest() : feed(current);
      }
    } catch (RuntimeException e) {
      LOG.error("an exchange failed unexpectedly", e);
      if (current != null) {
        current.fail(Reason.INTERNAL);
      } else {
        close();
      }
    } finally {
      processing = false;
    }
    if (unread != null && !unread.isReadable()) {
      unread.release();
      unread = null;
    }
  }

  /**
   * Whether there is more to do: an exchange that ended at once makes room for the next request.
   */
  private boolean feed(Exchange exchange) {
    if (unread != null) {
      exchange.takeBody(unread);
    }
    return current != exchange;
  }

  private boolean nextRequest() {
    ByteBuf bytes = unread;
    if (bytes == null || !bytes.isReadable() || waiting == Waiting.LINGERING) {
      return false;
    }
    if (waiting == Waiting.FOR_REQUEST) {
      // From here on the head has to be complete in time, however slowly its bytes trickle.
      waitFor(Waiting.FOR_HEAD);
    }
    switch (wiring().parser().parse(bytes)) {
      case RequestParser.Incomplete _ -> {
        return false;
      }
      case RequestParser.Malformed malformed -> {
        refuse(Refusals.of(malformed.malformation()));
        return false;
      }
      case RequestParser.Complete complete -> {
        begin(complete.head());
        return true;
      }
    }
  }

  private void begin(RequestHead head) {
    served++;
    waitFor(Waiting.FOR_NOTHING);
    Exchange exchange = new Exchange(this, generations.current(), head);
    current = exchange;
    exchange.begin();
  }

  /** Asks the channel for more where more is of use. */
  private void readOn() {
    Exchange exchange = current;
    boolean nothingWaits = unread == null;
    if (exchange == null) {
      ctx().read();
    } else if (exchange.isRequestEnded()) {
      if (nothingWaits) {
        // Not for data: for the FIN of a client that gives up.
        ctx().read();
      }
    } else if (exchange.wantsBody() && nothingWaits) {
      waitFor(Waiting.FOR_BODY);
      ctx().read();
    } else {
      waitFor(Waiting.FOR_NOTHING);
    }
  }

  /** The upstream takes body pieces now. */
  void bodyWanted() {
    process();
    if (current != null) {
      readOn();
    }
  }

  // ---- Between requests

  /** Whether the client means to send more requests after this one (RFC 9112 §9.3). */
  static boolean wantsToPersist(RequestHead request) {
    String connection = request.fields().joined("Connection");
    return request.isHttp10()
        ? connection != null && Syntax.listContains(connection, "keep-alive")
        : connection == null || !Syntax.listContains(connection, "close");
  }

  /** Whether the connection can go on after {@code request}. */
  boolean mayPersist(RequestHead request) {
    return wantsToPersist(request)
        && served < settings.keepaliveRequests()
        && !settings.timeouts().keepalive().isZero()
        && !services.drain().isDraining();
  }

  /** What becomes of the connection after an exchange. */
  enum After {
    NEXT_REQUEST,
    /** The client has nothing more to send. */
    CLOSE,
    /** The client may still be sending: it gets time to read the answer. */
    LINGER,
    /** The response is not complete and never will be. */
    TRUNCATE
  }

  /** The current exchange is over. */
  void ended(AccessEntry entry, After after) {
    current = null;
    log(entry);
    switch (after) {
      case NEXT_REQUEST -> {
        if (services.drain().isDraining()) {
          closeUnlessUnread();
        } else {
          waitFor(Waiting.FOR_REQUEST);
          process();
          readOn();
        }
      }
      case CLOSE -> closeUnlessUnread();
      case LINGER -> linger();
      case TRUNCATE -> truncate();
    }
  }

  private void log(AccessEntry entry) {
    services.meters().request(entry.status(), entry.reason());
    services.accessLog().add(entry, ctx().executor());
  }

  // ---- Answers of our own

  /** What is not even a request is answered as well as it can be; then the connection is over. */
  private void refuse(Reason reason) {
    String requestId = RequestId.next();
    OwnAnswer answer = OwnAnswer.of(reason, requestId, null);
    write(answer, false, false, false);
    log(
        new AccessEntry(
            System.currentTimeMillis(),
            client.clientAddress(),
            null,
            null,
            null,
            null,
            null,
            reason.status(),
            reason,
            0,
            answer.body().length(),
            0,
            0,
            null,
            requestId,
            null,
            client));
    linger();
  }

  void writeAnswer(OwnAnswer answer, RequestHead request, boolean persistent) {
    write(answer, request.isHead(), request.isHttp10(), persistent);
  }

  private void write(OwnAnswer answer, boolean head, boolean http10, boolean persistent) {
    Fields fields = answer.fields();
    if (settings.serverHeader()) {
      fields.add("Server", Product.NAME);
    }
    fields.add("Date", HttpDate.now());
    fields.add("Content-Length", Integer.toString(answer.body().length()));
    if (!persistent) {
      fields.add("Connection", "close");
    } else if (http10) {
      fields.add("Connection", "keep-alive");
    }
    writer()
        .head(
            answer.status(),
            OwnAnswer.phrase(answer.status()),
            fields,
            head ? ResponseWriter.Framing.NONE : ResponseWriter.Framing.LENGTH);
    writer().body(ByteBufUtil.writeAscii(ctx().alloc(), answer.body()));
  }

  // ---- Waiting

  private void waitFor(Waiting what) {
    waiting = what;
    Deadline patience = wiring().patience();
    switch (what) {
      case FOR_REQUEST -> patience.arm(settings.timeouts().keepalive().toMillis());
      case FOR_HEAD -> patience.arm(settings.timeouts().requestHeader().toMillis());
      case FOR_BODY -> patience.arm(settings.timeouts().requestBody().toMillis());
      case FOR_NOTHING, LINGERING -> patience.disarm();
    }
  }

  private void outOfPatience() {
    switch (waiting) {
      case FOR_HEAD -> {
        if (wiring().parser().inHead()) {
          refuse(Reason.REQUEST_HEADER_TIMEOUT);
        } else {
          close();
        }
      }
      case FOR_BODY -> {
        if (current != null) {
          current.fail(Reason.REQUEST_BODY_TIMEOUT);
        }
      }
      case FOR_REQUEST -> close();
      case FOR_NOTHING, LINGERING -> {}
    }
  }

  private void takesNothing() {
    if (current != null) {
      current.abandon(Reason.RESPONSE_WRITE_TIMEOUT);
    }
    truncate();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      writer().becameWritable();
      if (current != null) {
        current.clientWritable();
      }
    }
  }

  // ---- Ends

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (waiting == Waiting.LINGERING) {
      return;
    }
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      // The client's FIN or close_notify: during an exchange it means that nobody waits any more.
      clientGone();
    } else if (event instanceof Drain.Event && current == null) {
      if (waiting == Waiting.FOR_REQUEST || !wiring().parser().inHead()) {
        close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    clientGone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debugf("connection of %s: %s", client.clientAddress(), cause);
    if (waiting != Waiting.LINGERING) {
      clientGone();
    }
  }

  private void clientGone() {
    if (current != null) {
      current.abandon(Reason.CLIENT_ABORT);
    }
    close();
  }

  /**
   * The response cannot be completed: ends the connection without close_notify, which would tell
   * the client that what it has is all there is (RFC 8446 §6.1).
   */
  private void truncate() {
    writer().flush();
    release();
    ctx().channel().pipeline().firstContext().close();
  }

  private void close() {
    release();
    ctx().close();
  }

  /** Whatever was meant: a client of which there are unread bytes did go on sending. */
  private void closeUnlessUnread() {
    if (unread != null && unread.isReadable()) {
      linger();
    } else {
      close();
    }
  }

  /** Ends the connection without taking the answer away from a client that is still sending. */
  private void linger() {
    writer().flush();
    SslHandler tls = ctx().pipeline().get(SslHandler.class);
    if (tls == null) {
      close();
      return;
    }
    waitFor(Waiting.LINGERING);
    release();
    TlsLingering.begin(ctx().channel(), tls);
  }

  private void release() {
    wiring().patience().disarm();
    writer().close();
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }
}
