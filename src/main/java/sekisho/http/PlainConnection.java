package sekisho.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
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
import sekisho.model.ProxySettings;
import sekisho.runtime.Generation;
import sekisho.runtime.Pin;

/**
 * One client connection without TLS ({@code http_listen}): reads request heads one after the other
 * and answers each by itself, challenges and redirects. It knows no upstreams and reads no bodies.
 *
 * <p>Reads on demand: while an answer is on its way, at most one buffer waits here. The last
 * handler of its pipeline; it owns the channel and closes it.
 */
public final class PlainConnection extends ClientEvents {
  private static final Logger LOG = Logger.getLogger(PlainConnection.class);

  private final Channel channel;
  private final Pin pin;
  private final ClientConnection client;
  private final HttpChallenges challenges;
  private final HttpServices services;
  private final LiveConnection live;
  private final HttpSettings settings;
  private final RequestParser parser;
  private final ResponseWriter writer;
  private final Patience patience;
  private final Unread unread = new Unread();
  private final Ending ending;

  /** The request whose answer is on its way. */
  private @Nullable ExchangeRecord current;

  private int served;
  private boolean processing;

  /**
   * Made on the channel's event loop; begins when it is added to the pipeline.
   *
   * @param pin on the generation that the connection was accepted under; requests move it on
   * @param live told of bytes and requests
   */
  public PlainConnection(
      Channel channel,
      Pin pin,
      ClientConnection client,
      HttpChallenges challenges,
      HttpServices services,
      LiveConnection live) {
    this.channel = channel;
    this.pin = pin;
    this.client = client;
    this.challenges = challenges;
    this.services = services;
    this.live = live;
    this.settings = pin.generation().configuration().proxy().http();
    Deadlines deadlines = Deadlines.of(channel.eventLoop());
    this.parser =
        new RequestParser(
            settings.maxHeaderBytes(), LoopScratch.ofAtLeast(settings.maxHeaderBytes()));
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

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patience.begin(Patience.For.HEAD);
    if (services.drain().isDraining()) {
      patience.hurry();
    }
    ctx.read();
  }

  // ---- Requests

  @Override
  void received(ByteBuf bytes) {
    live.received(bytes.readableBytes());
    if (ending.isOver()) {
      bytes.release();
      return;
    }
    unread.add(bytes, channel.alloc());
    process();
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
        progress = current == null && nextRequest();
      }
    } catch (RuntimeException e) {
      unexpected(e);
    } finally {
      processing = false;
    }
    unread.releaseIfEmpty();
  }

  /** Whether there may be more to do. */
  private boolean nextRequest() {
    if (unread.isEmpty()) {
      return false;
    }
    // From the first byte on the head has to be complete in time, however slowly its bytes trickle.
    patience.keep(Patience.For.HEAD);
    return switch (parser.parse(unread.bytes())) {
      case RequestParser.Incomplete _ -> false;
      case RequestParser.Malformed malformed -> {
        refuse(Refusals.of(malformed.malformation()));
        yield false;
      }
      case RequestParser.Complete complete -> {
        served++;
        live.request();
        patience.begin(Patience.For.NOTHING);
        answer(complete.head());
        yield true;
      }
    };
  }

  private void answer(RequestHead request) {
    if (!pin.isCurrent()) {
      // Nothing was agreed upon with the client that another generation could take back.
      pin.moveOnIf(_ -> true);
    }
    Generation generation = pin.generation();
    ProxySettings proxy = generation.configuration().proxy();
    writer.timeout(proxy.http().timeouts().responseWrite());
    ExchangeRecord record =
        new ExchangeRecord(
            request, ClientAddress.of(client, proxy.trustedProxies(), request.fields()), client);
    current = record;
    PlainAnswer decided = PlainAnswer.of(request, generation, challenges, record);
    OwnAnswer answer = decided.answer();
    record.answered(answer.status(), decided.reason());
    // A body is not read: what follows its head is not the next request.
    boolean readable = !request.hasBody() && !decided.distrusted();
    boolean persistent = readable && mayPersist(request);
    answer.complete(proxy.http().serverHeader());
    ResponseFraming.connection(answer.fields(), request, persistent);
    writer.answer(answer, request.isHead());
    record.responseBytes(request.isHead() ? 0 : answer.body().length());
    boolean moreMayCome = !readable || request.asksToPersist();
    Ending.Manner after = moreMayCome ? Ending.Manner.LINGER : Ending.Manner.CLOSE;
    writer.whenWritten(() -> answered(persistent ? Ending.Manner.NEXT_REQUEST : after));
  }

  private boolean mayPersist(RequestHead request) {
    return request.asksToPersist()
        && served < settings.keepaliveRequests()
        && !settings.timeouts().keepalive().isZero()
        && !services.drain().isDraining();
  }

  /** The client has the whole answer. */
  private void answered(Ending.Manner manner) {
    logCurrent();
    boolean bytesWait = !unread.isEmpty();
    switch (manner) {
      case NEXT_REQUEST -> {
        if (services.drain().isDraining()) {
          ending.closeOrLinger(bytesWait);
        } else {
          patience.begin(Patience.For.REQUEST);
          process();
          attend();
        }
      }
      case CLOSE -> ending.closeOrLinger(bytesWait);
      case LINGER -> ending.closeOrLinger(true);
      case TRUNCATE -> ending.truncate();
    }
  }

  private void logCurrent() {
    if (current != null) {
      AccessEntry entry = current.end(0);
      current = null;
      services.log(entry, channel.eventLoop());
    }
  }

  /** What is not even a request is answered as well as it can be; then the connection is over. */
  private void refuse(Reason reason) {
    services.log(
        Refusals.answer(reason, client, writer, settings.serverHeader()), channel.eventLoop());
    ending.closeOrLinger(true);
  }

  /** Reads on; while an answer is on its way, for the FIN of a client that gives up. */
  @Override
  void attend() {
    if (!ending.isOver() && (current == null || unread.isEmpty())) {
      channel.read();
    }
  }

  @Override
  void writable() {
    writer.becameWritable();
  }

  // ---- Ends

  private void outOfPatience(Patience.For expected) {
    if (expected == Patience.For.HEAD && parser.inHead()) {
      refuse(Reason.REQUEST_HEADER_TIMEOUT);
    } else if (expected != Patience.For.NOTHING) {
      ending.close();
    }
  }

  @Override
  void draining() {
    if (current != null || parser.inHead()) {
      return;
    }
    if (served == 0) {
      // Just accepted: its first request is under way, and whoever sent it will not send it again.
      patience.hurry();
    } else {
      ending.close();
    }
  }

  @Override
  void reloaded() {}

  @Override
  void overdue() {
    if (!ending.isOver()) {
      if (current != null) {
        // Not the client's doing: it has the status that it has.
        current.failed(Reason.SHUTDOWN);
      }
      logCurrent();
      ending.truncate();
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
    LOG.errorf(fault, "%s: a request in the clear failed unexpectedly", Reason.INTERNAL.code());
    if (!ending.isOver()) {
      abandon(Reason.INTERNAL);
    }
  }

  private void abandon(Reason why) {
    if (current != null) {
      current.answered(why.status(), why);
    }
    logCurrent();
    ending.truncate();
  }
}
