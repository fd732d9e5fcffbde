import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** Reads responses of HTTP/1.1; knows just what the origins and the proxy say. */
final class Answers {
  private static final int LONGEST_HEAD = 16_384;

  private Answers() {}

  /**
   * @param sum of the body, see {@link #sum}
   */
  record Answer(int status, boolean last, long sum) {}

  /**
   * @throws EOFException where it ends before its time
   */
  static Answer read(InputStream in) throws IOException {
    String head = head(in);
    int status = Integer.parseInt(head.substring(9, 12));
    boolean last = head.contains("connection: close");
    if (status == 101) {
      return new Answer(status, last, 0);
    }
    int at = head.indexOf("content-length: ");
    if (at < 0) {
      return new Answer(status, true, body(in, status == 204 ? 0 : Long.MAX_VALUE));
    }
    long length = Long.parseLong(head.substring(at + 16, head.indexOf('\r', at)));
    return new Answer(status, last, body(in, length));
  }

  /** In lower case. */
  static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ended = 0;
    while (ended < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(head.size() == 0 ? "closed" : "cut in the head");
      }
      head.write(next);
      ended = next == (ended % 2 == 0 ? '\r' : '\n') ? ended + 1 : 0;
      if (head.size() > LONGEST_HEAD) {
        throw new IOException("no end of the head");
      }
    }
    return head.toString(ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
  }

  static long sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  private static long body(InputStream in, long length) throws IOException {
    CRC32 sum = new CRC32();
    byte[] piece = new byte[16_384];
    for (long left = length; left > 0; ) {
      int count = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (count < 0 && length == Long.MAX_VALUE) {
        break;
      }
      if (count < 0) {
        throw new EOFException("cut in the body");
      }
      sum.update(piece, 0, count);
      left -= count;
    }
    return sum.getValue();
  }
}
