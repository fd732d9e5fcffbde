package sekisho.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.ProxySettings;
import sekisho.runtime.Generation;

/**
 * A request that came without TLS ({@code http_listen}), answered here: a challenge or a redirect.
 * It knows no upstreams, and reads no body.
 */
final class PlainExchange implements Exchange {
  private final HttpConnection connection;
  private final Generation generation;
  private final HttpChallenges challenges;
  private final RequestHead request;
  private final ExchangeRecord record;
  private boolean answering;
  private boolean over;

  PlainExchange(
      HttpConnection connection,
      Generation generation,
      HttpChallenges challenges,
      RequestHead request) {
    this.connection = connection;
    this.generation = generation;
    this.challenges = challenges;
    this.request = request;
    ClientConnection client = connection.client();
    this.record =
        new ExchangeRecord(
            request, ClientAddress.of(client, proxy().trustedProxies(), request.fields()), client);
  }

  @Override
  public void begin() {
    connection.writer().timeout(proxy().http().timeouts().responseWrite());
    answer(PlainAnswer.of(request, generation, challenges, record));
  }

  private void answer(PlainAnswer decided) {
    answering = true;
    OwnAnswer answer = decided.answer();
    record.answered(answer.status(), decided.reason());
    // A body is not read: what follows its head is not the next request.
    boolean readable = !request.hasBody() && !decided.distrusted();
    boolean persistent = readable && connection.mayPersist(request);
    record.responseBytes(
        answer.write(connection.writer(), request, persistent, proxy().http().serverHeader()));
    boolean moreMayCome = !readable || request.asksToPersist();
    Ending.Manner after = moreMayCome ? Ending.Manner.LINGER : Ending.Manner.CLOSE;
    connection.writer().whenWritten(() -> finish(persistent ? Ending.Manner.NEXT_REQUEST : after));
  }

  @Override
  public String requestId() {
    return record.requestId();
  }

  private ProxySettings proxy() {
    return generation.configuration().proxy();
  }

  // ---- The body, of which nothing is read

  @Override
  public boolean wantsBody() {
    return false;
  }

  @Override
  public @Nullable BodyPace expectedPace() {
    return null;
  }

  @Override
  public void takeBody(ByteBuf in) {}

  @Override
  public void bodyTooSlow() {}

  /** Nobody waits for its end. */
  @Override
  public boolean isRequestEnded() {
    return true;
  }

  // ---- What befalls the connection

  @Override
  public void clientWritable() {}

  @Override
  public void fail(Reason why) {
    if (over) {
      return;
    }
    if (answering) {
      record.failed(why);
      finish(Ending.Manner.TRUNCATE);
    } else {
      answer(PlainAnswer.refusal(why, true, request, record));
    }
  }

  @Override
  public void abandon(Reason why) {
    if (over) {
      return;
    }
    if (why == Reason.SHUTDOWN) {
      // Not the client's doing: it has the status that it has.
      record.failed(why);
    } else {
      record.answered(why.status(), why);
    }
    finish(Ending.Manner.TRUNCATE);
  }

  private void finish(Ending.Manner after) {
    if (!over) {
      over = true;
      connection.ended(record.end(0), after);
    }
  }
}
