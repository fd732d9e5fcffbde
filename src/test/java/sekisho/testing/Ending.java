package sekisho.testing;

import java.nio.charset.StandardCharsets;

/**
 * How the other side of a connection ended it.
 *
 * @param bytes what came before the end
 * @param manner FIN or RST
 */
public record Ending(byte[] bytes, Manner manner) {
  /** What ended it. */
  public enum Manner {
    FIN,
    RST
  }

  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
