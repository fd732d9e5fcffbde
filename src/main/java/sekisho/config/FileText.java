package sekisho.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sekisho.fault.FileFault;

/** The text of a small UTF-8 file, or why there is none. */
sealed interface FileText {

  record Content(String text) implements FileText {}

  /**
   * @param position of the byte that is no UTF-8, else {@link Position#NONE}
   */
  record Refused(Position position, String reason) implements FileText {}

  static FileText read(Path file, int maxBytes) {
    try {
      if (Files.isDirectory(file)) {
        return refused("cannot be read: is a folder");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(maxBytes + 1);
        return bytes.length > maxBytes
            ? refused("is larger than " + maxBytes + " bytes")
            : decode(bytes);
      }
    } catch (IOException e) {
      return refused("cannot be read: " + FileFault.words(e));
    }
  }

  private static FileText decode(byte[] bytes) {
    // A fresh decoder reports malformed input instead of replacing it.
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      Position position = new LineMap(text).at(text.length());
      return new Refused(position, "is not UTF-8 text: an invalid byte is here");
    }
    return new Content(text);
  }

  private static Refused refused(String reason) {
    return new Refused(Position.NONE, reason);
  }
}
