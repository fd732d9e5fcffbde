package sekisho.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.runtime.Generation;

/**
 * One request of a client's connection and the response to it, from the complete head on. It ends
 * with one call of {@link HttpConnection#ended} or {@link HttpConnection#tunnel}, whatever happens,
 * and does nothing after it.
 *
 * <p>Belongs to the event loop of the connection, which reads and hands over no more than is wanted
 * here, and tells of what befalls it.
 */
sealed interface Exchange permits ProxiedExchange, PlainExchange {
  /** What becomes of the requests of a connection. */
  interface Kind {
    Exchange of(HttpConnection connection, Generation generation, RequestHead request);
  }

  /** Answers, or asks somebody who does; called once, and may end the exchange at once. */
  void begin();

  /** As the log has it. */
  String requestId();

  // ---- The body of the request

  /** Whether bytes of it are of use now: they are read only then. */
  boolean wantsBody();

  /** How long its next piece may take, where it is wanted; null: it is not due yet. */
  @Nullable BodyPace expectedPace();

  /** Moves on what it can of {@code in}, which stays the caller's. */
  void takeBody(ByteBuf in);

  /** Its next piece has taken longer than that. */
  void bodyTooSlow();

  /** Whether what comes next is no part of it. */
  boolean isRequestEnded();

  // ---- What befalls the connection

  /** The client has taken enough of the response for more of it. */
  void clientWritable();

  /** Something of ours went wrong: answered, if nothing was yet; else cut short. */
  void fail(Reason why);

  /** The client has gone, or takes nothing: nobody is there to answer. */
  void abandon(Reason why);
}
