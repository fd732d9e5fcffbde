package sekisho.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.metrics.Reason;
import sekisho.model.UpstreamUrl;
import sekisho.testing.Await;

/** An exchange driven by a test, and all that its listener was told. */
final class RecordedExchange implements UpstreamExchange.Listener {
  private final Loop loop;
  private UpstreamExchange exchange;

  // Touched in the event loop alone.
  private final List<String> events = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private long bodyBytes;
  private ResponseHead head;
  private Fields trailers;
  private UpstreamFailure failure;
  private final List<UpstreamUrl> asked = new ArrayList<>();
  private boolean writable;
  private boolean faulty;

  private RecordedExchange(Loop loop) {
    this.loop = loop;
  }

  static RecordedExchange start(Loop loop, UpstreamRequest request) {
    return begin(new RecordedExchange(loop), loop, request);
  }

  /** One whose listener throws when it is told of a retry. */
  static RecordedExchange startFaulty(Loop loop, UpstreamRequest request) {
    RecordedExchange recorded = new RecordedExchange(loop);
    recorded.faulty = true;
    return begin(recorded, loop, request);
  }

  private static RecordedExchange begin(
      RecordedExchange recorded, Loop loop, UpstreamRequest request) {
    loop.run(() -> {
      recorded.exchange = loop.upstreams().exchange(request, recorded);
      recorded.exchange.start();
    });
    return recorded;
  }

  @Override
  public void writable() {
    writable = true;
  }

  @Override
  public void asking(UpstreamUrl upstream) {
    asked.add(upstream);
  }

  @Override
  public void retrying(UpstreamFailure lost) {
    events.add("retrying");
    writable = false;
    if (faulty) {
      throw new IllegalStateException("a fault");
    }
  }

  @Override
  public void interim(ResponseHead interim) {
    events.add("interim " + interim.status());
  }

  @Override
  public void head(ResponseHead responseHead) {
    events.add("head");
    head = responseHead;
  }

  @Override
  public void body(ByteBuf piece) {
    bodyBytes += piece.readableBytes();
    if (body.length() < 1000) {
      body.append(piece.toString(ISO_8859_1));
    }
    piece.release();
  }

  @Override
  public void ended(Fields responseTrailers) {
    events.add("ended");
    trailers = responseTrailers;
  }

  @Override
  public void switched(ResponseHead responseHead, Channel channel, ByteBuf first) {
    events.add("switched");
    head = responseHead;
    channel.close();
    if (first != null) {
      body.append(first.toString(ISO_8859_1));
      first.release();
    }
  }

  @Override
  public void failed(UpstreamFailure why) {
    events.add("failed");
    failure = why;
  }

  RecordedExchange awaitWritable() {
    Await.until("the exchange is writable", () -> loop.call(() -> writable));
    return this;
  }

  RecordedExchange awaitHead() {
    Await.until("a response head: " + this, () -> loop.call(() -> head != null || isOver()));
    return this;
  }

  /** Waits for the end, good or bad. */
  RecordedExchange awaitEnd() {
    Await.until("the exchange is over", () -> loop.call(this::isOver));
    return this;
  }

  private boolean isOver() {
    return trailers != null || failure != null;
  }

  boolean write(String piece) {
    return loop.call(() -> {
      exchange.write(ByteBufAllocator.DEFAULT.buffer().writeBytes(piece.getBytes(ISO_8859_1)));
      return exchange.isWritable();
    });
  }

  RecordedExchange end() {
    loop.run(() -> exchange.end(new Fields()));
    return this;
  }

  void pause() {
    loop.run(() -> exchange.pause());
  }

  void resume() {
    loop.run(() -> exchange.resume());
  }

  void abort() {
    loop.run(() -> exchange.abort());
  }

  boolean isWritable() {
    return loop.call(() -> exchange.isWritable());
  }

  ResponseHead head() {
    return loop.call(() -> head);
  }

  String body() {
    return loop.call(body::toString);
  }

  long bodyBytes() {
    return loop.call(() -> bodyBytes);
  }

  Fields trailers() {
    return loop.call(() -> trailers);
  }

  /** Why it failed; null: it did not. */
  Reason reason() {
    return loop.call(() -> failure == null ? null : failure.reason());
  }

  NoRetry noRetry() {
    return loop.call(() -> failure == null ? null : failure.noRetry());
  }

  /** Where the request was sent, in order. */
  List<UpstreamUrl> asked() {
    return loop.call(() -> List.copyOf(asked));
  }

  List<String> events() {
    return loop.call(() -> List.copyOf(events));
  }

  @Override
  public String toString() {
    return String.valueOf(failure);
  }
}
