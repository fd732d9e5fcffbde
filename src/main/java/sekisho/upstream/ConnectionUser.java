package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;

/** Whose request is on the connection; every call comes from its event loop. */
interface ConnectionUser {
  /** There is room for body pieces again. */
  void writable();

  void interim(ResponseHead head);

  void head(ResponseHead head);

  /** A piece of the body, the user's to release. */
  void body(ByteBuf piece);

  /** Whether more of the body is of use now; what was read already comes all the same. */
  boolean wantsBody();

  /** The response is complete; the connection is not the user's any more. */
  void ended(Fields trailers);

  /**
   * The protocol is switched: the channel is the user's now, with no handler of HTTP in it.
   *
   * @param first bytes behind the head, the user's to release; null: there are none
   */
  void switched(ResponseHead head, Channel channel, @Nullable ByteBuf first);

  /** The connection is lost in the middle; it is not the user's any more. */
  void broken(UpstreamFailure failure);
}
