package sekisho.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import sekisho.message.BodyDecoder;
import sekisho.message.LoopScratch;
import sekisho.message.Malformation;
import sekisho.message.RequestHead;
import sekisho.upstream.UpstreamExchange;

/**
 * A request's body on its way from the client to the upstream: how far it is, and whether more of
 * it is wanted.
 */
final class RequestBody {
  /** The longest chunk line or trailer section that the decoder copies, in bytes. */
  private static final int DECODER_SCRATCH_BYTES = 8192;

  private final BodyDecoder decoder;
  private boolean ended;
  private boolean stopped;
  private long bytes;

  RequestBody(RequestHead request) {
    this.ended = !request.hasBody();
    this.decoder = new BodyDecoder(request.framing(), LoopScratch.ofAtLeast(DECODER_SCRATCH_BYTES));
  }

  /** Whether the client has sent all of it. */
  boolean isEnded() {
    return ended;
  }

  /** Nobody wants the rest any more. */
  void stop() {
    stopped = true;
  }

  /** What of it was taken so far, without framing. */
  long bytes() {
    return bytes;
  }

  /** Whether more of it is of use now. */
  boolean isWantedBy(UpstreamExchange upstream) {
    return !ended && !stopped && upstream.isWritable();
  }

  /** An end that needs no byte more is not kept back: no byte would come to bring it up again. */
  private boolean isOnlyItsEndLeft() {
    return !ended && !stopped && decoder.isAtEnd();
  }

  /**
   * Moves what it can of {@code in}, which stays the caller's.
   *
   * @return what is wrong with the framing, or null; after that it must not be called again
   */
  @Nullable Malformation move(ByteBuf in, UpstreamExchange upstream) {
    while (isWantedBy(upstream) || isOnlyItsEndLeft()) {
      switch (decoder.decode(in)) {
        case BodyDecoder.Incomplete _ -> {
          return null;
        }
        case BodyDecoder.Data data -> {
          bytes += data.bytes().readableBytes();
          upstream.write(data.bytes());
        }
        case BodyDecoder.End end -> {
          ended = true;
          upstream.end(Trailers.passing(end.trailers()));
        }
        case BodyDecoder.Malformed malformed -> {
          stopped = true;
          return malformed.malformation();
        }
      }
    }
    return null;
  }
}
