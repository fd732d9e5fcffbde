package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadlines;
import sekisho.live.LiveConnection;
import sekisho.message.LoopScratch;
import sekisho.message.RequestHead;
import sekisho.message.RequestParser;
import sekisho.message.Unread;
import sekisho.metrics.Reason;
import sekisho.model.HttpSettings;
import sekisho.relay.Relay.RelaySettings;
import sekisho.runtime.Generation;
import sekisho.runtime.Pin;

/**
 * One client connection that speaks HTTP/1.1: reads request heads one after the other, gives each
 * to an {@link Exchange}, and reads on when it is over.
 *
 * <pre>
 *   bytes ─▶ RequestParser ─▶ ProxiedExchange ─▶ UpstreamExchange
 *                               │  ▲                   │
 *   bytes ◀─ ResponseWriter ◀───┘  └───────────────────┘
 * </pre>
 *
 * <p>Reads on demand: while an exchange wants no body, at most one buffer waits here. That one read
 * is left outstanding, so that a client that goes away is noticed. The last handler of its
 * pipeline; it owns the channel and closes it.
 */
public final class HttpConnection extends ClientEvents {
  private static final Logger LOG = Logger.getLogger(HttpConnection.class);

  private final Channel channel;
  private final Exchange.Kind exchanges;
  private final Belonging belonging;
  private final ClientConnection client;
  private final HttpServices services;
  private final LiveConnection live;
  private final ResponseWriter writer;
  private final Patience patience;
  private HttpSettings settings;
  private RequestParser parser;

  private final Unread unread = new Unread();
  private final Ending ending;
  private @Nullable Exchange current;
  private int served;
  private boolean processing;

  /**
   * One whose requests go to upstreams. Made on the channel's event loop; begins when it is added
   * to the pipeline.
   *
   * @param pin on the generation that the connection was accepted under; requests move it on
   * @param live told of bytes and requests
   */
  public static HttpConnection proxied(
      Channel channel,
      Pin pin,
      ClientConnection client,
      HttpServices services,
      LiveConnection live) {
    return new HttpConnection(channel, ProxiedExchange::new, pin, client, services, live);
  }

  /** One without TLS ({@code http_listen}), whose requests are all answered here; else alike. */
  public static HttpConnection plain(
      Channel channel,
      Pin pin,
      ClientConnection client,
      HttpChallenges challenges,
      HttpServices services,
      LiveConnection live) {
    return new HttpConnection(
        channel,
        (connection, generation, request) ->
            new PlainExchange(connection, generation, challenges, request),
        pin,
        client,
        services,
        live);
  }

  private HttpConnection(
      Channel channel,
      Exchange.Kind exchanges,
      Pin pin,
      ClientConnection client,
      HttpServices services,
      LiveConnection live) {
    this.channel = channel;
    this.exchanges = exchanges;
    this.belonging = new Belonging(pin, client);
    this.client = client;
    this.services = services;
    this.live = live;
    this.settings = pin.generation().configuration().proxy().http();
    Deadlines deadlines = Deadlines.of(channel.eventLoop());
    this.parser = newParser(settings);
    this.writer =
        new ResponseWriter(
            channel,
            live,
            deadlines,
            settings.timeouts().responseWrite().toMillis(),
            () -> abandon(Reason.RESPONSE_WRITE_TIMEOUT),
            this::clientGone);
    this.patience = new Patience(deadlines, settings.timeouts(), this::outOfPatience);
    this.ending = new Ending(channel, writer, patience, unread);
  }

  private static RequestParser newParser(HttpSettings settings) {
    return new RequestParser(
        settings.maxHeaderBytes(), LoopScratch.ofAtLeast(settings.maxHeaderBytes()));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patience.begin(Patience.For.HEAD);
    if (services.drain().isDraining()) {
      patience.hurry();
    }
    ctx.read();
  }

  ClientConnection client() {
    return client;
  }

  LiveConnection live() {
    return live;
  }

  ResponseWriter writer() {
    return writer;
  }

  EventLoop eventLoop() {
    return channel.eventLoop();
  }

  // ---- Reading

  @Override
  void received(ByteBuf bytes) {
    live.received(bytes.readableBytes());
    if (ending.isOver()) {
      bytes.release();
      return;
    }
    if (patience.is(Patience.For.BODY)) {
      patience.begin(Patience.For.NOTHING);
    }
    unread.add(bytes, channel.alloc());
    process();
  }

  /** The upstream takes body pieces now. */
  void bodyWanted() {
    process();
    attend();
  }

  /** Takes of the unread bytes all that can be taken now. */
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      boolean progress = true;
      while (progress && !ending.isOver()) {
        progress = current == null ? nextRequest() : feed(current);
      }
    } catch (RuntimeException | Error e) {
      unexpected(e);
    } finally {
      processing = false;
    }
    unread.releaseIfEmpty();
  }

  /**
   * Whether there is more to do: an exchange that ended at once makes room for the next request.
   */
  private boolean feed(Exchange exchange) {
    if (!unread.isEmpty()) {
      exchange.takeBody(unread.bytes());
    }
    return current != exchange;
  }

  private boolean nextRequest() {
    if (unread.isEmpty()) {
      return false;
    }
    // From the first byte on the head has to be complete in time, however slowly its bytes trickle.
    patience.keep(Patience.For.HEAD);
    switch (parser.parse(unread.bytes())) {
      case RequestParser.Incomplete _ -> {
        return false;
      }
      case RequestParser.Malformed malformed -> {
        refuse(Refusals.of(malformed.malformation()));
        return false;
      }
      case RequestParser.Complete complete -> {
        served++;
        live.request();
        patience.begin(Patience.For.NOTHING);
        Exchange exchange = exchanges.of(this, generationOfRequest(), complete.head());
        current = exchange;
        exchange.begin();
        return true;
      }
    }
  }

  /** Its settings are those of the requests that follow. */
  private Generation generationOfRequest() {
    int before = belonging.generation().number();
    Generation generation = belonging.ofNextRequest();
    if (generation.number() != before) {
      settings = generation.configuration().proxy().http();
      patience.become(settings.timeouts());
      parser = newParser(settings);
    }
    return generation;
  }

  /**
   * Reads what is of use now, and expects it in time; to be called whenever that may have changed.
   */
  @Override
  void attend() {
    Exchange exchange = current;
    if (ending.isOver()) {
      return;
    }
    if (exchange == null) {
      channel.read();
    } else if (exchange.wantsBody() && !processing) {
      // All that could be taken was taken: what is left unread is the beginning of a chunk line.
      BodyPace due = exchange.expectedPace();
      if (due == null) {
        patience.keep(Patience.For.NOTHING);
      } else {
        patience.keepBody(due);
      }
      channel.read();
    } else {
      patience.keep(Patience.For.NOTHING);
      if (exchange.isRequestEnded() && unread.isEmpty()) {
        // Not for data: for the FIN of a client that gives up.
        channel.read();
      }
    }
  }

  private void outOfPatience(Patience.For expected) {
    switch (expected) {
      case HEAD -> {
        if (parser.inHead()) {
          refuse(Reason.REQUEST_HEADER_TIMEOUT);
        } else {
          ending.close();
        }
      }
      case BODY -> {
        if (current != null) {
          current.bodyTooSlow();
        }
      }
      case REQUEST -> ending.close();
      case NOTHING -> {}
    }
  }

  @Override
  void writable() {
    writer.becameWritable();
    if (current != null) {
      current.clientWritable();
    }
  }

  // ---- Between requests

  /** Whether the connection can go on after {@code request}. */
  boolean mayPersist(RequestHead request) {
    return request.asksToPersist()
        && served < settings.keepaliveRequests()
        && !settings.timeouts().keepalive().isZero()
        && !belonging.isLeaving()
        && !services.drain().isDraining();
  }

  /** The current exchange is over. */
  void ended(AccessEntry entry, Ending.Manner manner) {
    current = null;
    services.log(entry, channel.eventLoop());
    boolean bytesWait = !unread.isEmpty();
    switch (manner) {
      case NEXT_REQUEST -> {
        if (services.drain().isDraining() || belonging.isLeaving()) {
          // The client was not told, and may be sending its next request.
          ending.closeOrLinger(true);
        } else {
          patience.begin(Patience.For.REQUEST);
          process();
          attend();
        }
      }
      // Whatever was meant: a client of which there are unread bytes did go on sending.
      case CLOSE -> ending.closeOrLinger(bytesWait);
      case LINGER -> ending.closeOrLinger(true);
      case TRUNCATE -> ending.truncate();
    }
  }

  /**
   * The upstream has switched to another protocol: from here on both connections are a tunnel's.
   * What the client has sent behind its request has waited for this.
   *
   * @param first bytes that came behind the upstream's head, taken over; null: there are none
   * @param record of the exchange, which ends with the tunnel
   */
  void tunnel(
      Channel upstream,
      @Nullable ByteBuf first,
      RelaySettings tunnelSettings,
      ExchangeRecord record) {
    current = null;
    ByteBuf waiting = unread.take();
    ending.leave();
    channel.pipeline().remove(this);
    Tunnel.open(channel, upstream, waiting, first, tunnelSettings, record, services, live);
  }

  /** What is not even a request is answered as well as it can be; then the connection is over. */
  private void refuse(Reason reason) {
    services.log(
        Refusals.answer(reason, client, writer, settings.serverHeader()), channel.eventLoop());
    ending.closeOrLinger(true);
  }

  // ---- Ends

  @Override
  void draining() {
    if (current != null || parser.inHead()) {
      return;
    }
    endAtRest();
  }

  @Override
  void reloaded() {
    if (belonging.isLeaving()) {
      // It knows already: what it was given to be served in is not given again.
      return;
    }
    belonging.reloaded();
    if (belonging.isLeaving() && current == null && !parser.inHead() && !ending.isOver()) {
      endAtRest();
    }
  }

  /** Nothing is under way, as far as can be seen here. */
  private void endAtRest() {
    if (served == 0) {
      // Just accepted: its first request is under way, and whoever sent it will not send it again.
      patience.hurry();
    } else {
      ending.close();
    }
  }

  @Override
  void overdue() {
    if (!ending.isOver()) {
      abandon(Reason.SHUTDOWN);
    }
  }

  @Override
  void clientGone() {
    if (ending.isOver()) {
      return;
    }
    if (current != null) {
      abandon(Reason.CLIENT_ABORT);
    } else {
      ending.close();
    }
  }

  @Override
  void unexpected(Throwable fault) {
    LOG.errorf(
        fault,
        "%s: an exchange failed unexpectedly (request %s)",
        Reason.INTERNAL.code(),
        current == null ? "none" : current.requestId());
    if (ending.isOver()) {
      return;
    }
    if (current == null || !isFailed(current)) {
      abandon(Reason.INTERNAL);
    }
  }

  /** Whether that could be: for want of memory there may be none for an answer either. */
  private static boolean isFailed(Exchange exchange) {
    try {
      exchange.fail(Reason.INTERNAL);
      return true;
    } catch (RuntimeException | Error e) {
      LOG.debug("an exchange could not be failed in order", e);
      return false;
    }
  }

  private void abandon(Reason why) {
    if (current != null) {
      current.abandon(why);
    } else {
      ending.truncate();
    }
  }
}
