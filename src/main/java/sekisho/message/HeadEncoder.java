package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes response heads (RFC 9112 §4, §5).
 *
 * <p>What it is given has been parsed or made here: nothing is validated again.
 */
public final class HeadEncoder {
  private static final String VERSION = "HTTP/1.1 ";

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
    int size = START_LINE_BYTES + reasonPhrase.length();
    for (int i = 0; i < fields.size(); i++) {
      size += fields.name(i).length() + fields.value(i).length() + 4;
    }
    ByteBuf head = allocator.buffer(size);
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
