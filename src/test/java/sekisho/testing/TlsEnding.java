package sekisho.testing;

import java.nio.charset.StandardCharsets;

/**
 * How the server of a TLS connection ended it.
 *
 * @param bytes the plain bytes that came before the end
 * @param manner the goodbye
 */
public record TlsEnding(byte[] bytes, Manner manner) {
  /** What was seen first. */
  public enum Manner {
    /** The alert that ends TLS in good order (RFC 8446 §6.1). */
    CLOSE_NOTIFY,
    /** FIN without it: truncation. */
    FIN,
    RST
  }

  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
