package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import sekisho.message.BodyDecoder;
import sekisho.message.BodyFraming;
import sekisho.message.Fields;
import sekisho.message.LoopScratch;
import sekisho.message.Malformation;
import sekisho.message.ResponseHead;
import sekisho.message.ResponseParser;
import sekisho.message.Syntax;
import sekisho.metrics.Reason;

/**
 * Reads the responses to one request after the other off a connection's bytes: interim heads, the
 * final head, the body.
 *
 * <p>Refuses what cannot be framed without doubt (RFC 9112 §6.3) before its head is told. Pure: it
 * holds no bytes and no channel.
 */
final class ResponseReader {
  /** What an upstream's response head may hold: more than our own clients' heads by default. */
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  /**
   * Interim responses to one request, at most: each is sent on at once, whatever else the client is
   * behind with.
   */
  private static final int MAX_INTERIM_RESPONSES = 32;

  private static final Incomplete INCOMPLETE = new Incomplete();

  private final byte[] scratch = LoopScratch.ofAtLeast(MAX_HEAD_BYTES);
  private final ResponseParser parser = new ResponseParser(MAX_HEAD_BYTES, scratch);
  private String method = "";
  private boolean upgrade;
  private boolean begun;
  private boolean persists;
  private int interims;
  private BodyFraming framing = BodyFraming.NONE;
  private @Nullable BodyDecoder body;

  /** What the bytes were. */
  sealed interface Result {}

  /** Nothing more before more bytes come. */
  record Incomplete() implements Result {}

  record Interim(ResponseHead head) implements Result {}

  record Head(ResponseHead head) implements Result {}

  /** A retained slice that the caller releases. */
  record Body(ByteBuf piece) implements Result {}

  record End(Fields trailers) implements Result {}

  /** What follows is not HTTP any more. */
  record Switched(ResponseHead head) implements Result {}

  record Malformed(String what) implements Result {
    UpstreamFailure failure(Origin origin) {
      return new UpstreamFailure(Reason.UPSTREAM_BAD_RESPONSE, origin + ": " + what);
    }
  }

  /**
   * A request was sent.
   *
   * @param mayUpgrade whether it asked for WebSocket
   */
  void begin(String requestMethod, boolean mayUpgrade) {
    method = requestMethod;
    upgrade = mayUpgrade;
    begun = false;
    persists = false;
    interims = 0;
    body = null;
  }

  /** Whether a byte of an answer has come. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether the upstream keeps the connection open behind this response. */
  boolean persists() {
    return persists;
  }

  /** Whether the final head has been read, and not all of its body. */
  boolean isInBody() {
    return body != null;
  }

  /** Whether what is being read is a body that only the connection's end completes. */
  boolean endsWithConnection() {
    return body != null && framing instanceof BodyFraming.UntilClose;
  }

  /** The next piece in {@code in}, which stays the caller's. */
  Result read(ByteBuf in) {
    begun |= in.isReadable();
    return body == null ? head(in) : body(in, body);
  }

  private Result head(ByteBuf in) {
    return switch (parser.parse(in)) {
      case ResponseParser.Incomplete _ -> INCOMPLETE;
      case ResponseParser.Malformed malformed -> malformed(malformed.malformation());
      case ResponseParser.Complete complete -> head(complete.head());
    };
  }

  private Result head(ResponseHead head) {
    if (head.status() == 101) {
      return isUpgrade(head)
          ? new Switched(head)
          : new Malformed("switched to a protocol that was not asked for");
    }
    return switch (BodyFraming.ofResponse(method, head)) {
      case BodyFraming.Unframed unframed -> malformed(unframed.malformation());
      case BodyFraming.Framed framed -> {
        if (head.isInterim()) {
          interims++;
          yield interims > MAX_INTERIM_RESPONSES
              ? new Malformed("too many interim responses")
              : new Interim(head);
        }
        framing = framed.framing();
        body = new BodyDecoder(framing, scratch);
        persists = head.persists() && !(framing instanceof BodyFraming.UntilClose);
        yield new Head(head);
      }
    };
  }

  /** RFC 9110 §7.8: the protocol has to be one that was asked for. */
  private boolean isUpgrade(ResponseHead head) {
    String protocol = head.fields().joined("Upgrade");
    String connection = head.fields().joined("Connection");
    return upgrade
        && protocol != null
        && protocol.equalsIgnoreCase("websocket")
        && connection != null
        && Syntax.listContains(connection, "Upgrade");
  }

  private static Result body(ByteBuf in, BodyDecoder decoder) {
    return switch (decoder.decode(in)) {
      case BodyDecoder.Incomplete _ -> INCOMPLETE;
      case BodyDecoder.Data data -> new Body(data.bytes());
      case BodyDecoder.End end -> new End(end.trailers());
      case BodyDecoder.Malformed malformed -> malformed(malformed.malformation());
    };
  }

  private static Malformed malformed(Malformation malformation) {
    return new Malformed(malformation.text());
  }
}
