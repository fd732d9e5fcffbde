package sekisho.http;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sekisho.message.BodyDecoder;
import sekisho.message.BodyFraming;
import sekisho.message.LoopScratch;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.ClientSettings;
import sekisho.upstream.UpstreamExchange;

/**
 * A request's body on its way from the client to the upstream: how far it is, whether more of it is
 * wanted, and whether it keeps to what its route allows.
 */
final class RequestBody {
  /** The longest chunk line or trailer section that the decoder copies, in bytes. */
  private static final int DECODER_SCRATCH_BYTES = 8192;

  private final BodyFraming framing;
  private final BodyDecoder decoder;
  private @Nullable BodyPace pace;
  private List<FieldEdit> trailerEdits = List.of();
  private long maxBytes = Long.MAX_VALUE;
  private boolean waitsToBeAsked;
  private boolean ended;
  private boolean stopped;
  private long bytes;

  RequestBody(RequestHead request) {
    this.framing = request.framing();
    this.ended = !request.hasBody();
    this.decoder = new BodyDecoder(request.framing(), LoopScratch.ofAtLeast(DECODER_SCRATCH_BYTES));
  }

  /**
   * What its route allows; to be said before a byte of it is taken.
   *
   * @return false: the client announces more than that, so that no byte need be looked at
   */
  boolean allow(HttpRoute route) {
    ClientSettings settings = route.clientSettings();
    trailerEdits = route.requestEdits();
    pace = new BodyPace(settings);
    maxBytes = settings.maxBodyBytes() == 0 ? Long.MAX_VALUE : settings.maxBodyBytes();
    return !(framing instanceof BodyFraming.Length(long length) && length > maxBytes);
  }

  /**
   * How long its pieces may take, known since {@link #allow}; null: as long as the upstream lets
   * the client wait for 100 (RFC 9110 §10.1.1).
   */
  @Nullable BodyPace expectedPace() {
    return waitsToBeAsked ? null : pace();
  }

  /** Why a client that was slower than that is refused. */
  Reason tooSlow() {
    return pace().lost();
  }

  private BodyPace pace() {
    return Objects.requireNonNull(pace, "no route yet");
  }

  /** The upstream is told that the client waits to be asked for the body. */
  void waitsToBeAsked() {
    waitsToBeAsked = true;
  }

  /** The upstream has asked for the body: from here on the client's time runs. */
  void asked() {
    waitsToBeAsked = false;
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
   * @return what is wrong with it, or null; after that it must not be called again
   */
  @Nullable Reason move(ByteBuf in, UpstreamExchange upstream) {
    waitsToBeAsked = false;
    while (isWantedBy(upstream) || isOnlyItsEndLeft()) {
      switch (decoder.decode(in)) {
        case BodyDecoder.Incomplete _ -> {
          return null;
        }
        case BodyDecoder.Data(ByteBuf piece) -> {
          if (piece.readableBytes() > maxBytes - bytes) {
            piece.release();
            stopped = true;
            return Reason.REQUEST_BODY_TOO_LARGE;
          }
          bytes += piece.readableBytes();
          pace().received(bytes);
          upstream.write(piece);
        }
        case BodyDecoder.End end -> {
          ended = true;
          upstream.end(Trailers.passing(end.trailers(), trailerEdits));
        }
        case BodyDecoder.Malformed malformed -> {
          stopped = true;
          return Refusals.of(malformed.malformation());
        }
      }
    }
    return null;
  }
}
