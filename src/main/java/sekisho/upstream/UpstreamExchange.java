package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.model.UpstreamUrl;

/**
 * One request to an upstream and its response: the seam between HTTP and whatever driver speaks to
 * upstreams.
 *
 * <p>Everything happens on the event loop it was opened on. Nothing is buffered beyond what the
 * socket holds back: the caller writes while {@link #isWritable()}, and stops reading with {@link
 * #pause()}. After {@link Listener#failed} or {@link Listener#ended} every call does nothing
 * (bodies are released).
 */
public interface UpstreamExchange {

  /**
   * What the upstream does; each call belongs to one exchange, in this order, on its event loop.
   */
  interface Listener {
    /** Body pieces can be written now, for the first time or again. */
    void writable();

    /** The request is on its way there; told again where another upstream gets it after that. */
    void asking(UpstreamUrl upstream);

    /**
     * No connection could be had, or it is lost, and the request is sent on another: nothing can be
     * written until {@link #writable}.
     */
    void retrying(UpstreamFailure lost);

    /** An interim response other than 101. */
    void interim(ResponseHead head);

    void head(ResponseHead head);

    /** A piece of the response body, the listener's to release. */
    void body(ByteBuf piece);

    /** The response is complete. */
    void ended(Fields trailers);

    /**
     * The upstream has answered 101 to a request for WebSocket: no more comes of the exchange.
     *
     * @param upstream the listener's from now on, with no handler of HTTP in it, not reading
     * @param first bytes behind the head, the listener's to release; null: there are none
     */
    void switched(ResponseHead head, Channel upstream, @Nullable ByteBuf first);

    /** The exchange is over before its end, before or after the head; nothing comes after. */
    void failed(UpstreamFailure failure);
  }

  /** Begins; the listener hears of it from now on, possibly before this returns. */
  void start();

  /** Sends a piece of the request body; takes it over. */
  void write(ByteBuf piece);

  /** The request body is complete. */
  void end(Fields trailers);

  /**
   * Whether there is room for another piece; {@link Listener#writable()} tells when there is again.
   */
  boolean isWritable();

  /** Stops the response body; a piece or two may still come. */
  void pause();

  /** Lets the response body go on. */
  void resume();

  /** Gives up: the upstream's connection is closed, the listener hears nothing more. */
  void abort();
}
