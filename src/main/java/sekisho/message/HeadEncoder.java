package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes message heads (RFC 9112 §3 to §5).
 *
 * <p>What it is given has been parsed or made here: nothing is validated again.
 */
public final class HeadEncoder {
  private static final String VERSION = "HTTP/1.1 ";

  private static final String REQUEST_VERSION = " HTTP/1.1\r\n";

  /**
   * Version, status, reason and the two line ends around the fields take about this much, in bytes.
   */
  private static final int START_LINE_BYTES = 48;

  private HeadEncoder() {}

  /**
   * The head with its final empty line, the caller's to release. The version is always ours, 1.1,
   * whatever the client speaks (RFC 9110 §6.2).
   */
  public static ByteBuf response(
      int status, String reasonPhrase, Fields fields, ByteBufAllocator allocator) {
    ByteBuf head = allocator.buffer(START_LINE_BYTES + reasonPhrase.length() + size(fields));
    text(head, VERSION);
    head.writeByte('0' + status / 100)
        .writeByte('0' + status / 10 % 10)
        .writeByte('0' + status % 10);
    head.writeByte(' ');
    text(head, reasonPhrase);
    crlf(head);
    fields(head, fields);
    crlf(head);
    return head;
  }

  /**
   * The head with its final empty line, the caller's to release; HTTP/1.1 whatever the client
   * speaks, as in {@link #response}.
   */
  public static ByteBuf request(
      String method, String target, Fields fields, ByteBufAllocator allocator) {
    ByteBuf head =
        allocator.buffer(START_LINE_BYTES + method.length() + target.length() + size(fields));
    text(head, method);
    head.writeByte(' ');
    text(head, target);
    text(head, REQUEST_VERSION);
    fields(head, fields);
    crlf(head);
    return head;
  }

  private static int size(Fields fields) {
    int size = 0;
    for (int i = 0; i < fields.size(); i++) {
      size += fields.name(i).length() + fields.value(i).length() + 4;
    }
    return size;
  }

  /** Field lines without the empty line after them. */
  public static void fields(ByteBuf out, Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      text(out, fields.name(i));
      out.writeShort(':' << 8 | ' ');
      text(out, fields.value(i));
      crlf(out);
    }
  }

  private static void text(ByteBuf out, String text) {
    out.writeCharSequence(text, ISO_8859_1);
  }

  static void crlf(ByteBuf out) {
    out.writeShort('\r' << 8 | '\n');
  }
}
