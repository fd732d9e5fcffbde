package sekisho.testing;

import java.nio.charset.StandardCharsets;

/**
 * How the server of a TLS connection ended it.
 *
 * @param bytes the plain bytes that came before the end
 * @param manner the goodbye
 */
public record TlsEnding(byte[] bytes, Manner manner) {
  /** What it was. */
  public enum Manner {
    /** The alert that ends TLS in good order, and FIN behind it (RFC 8446 §6.1). */
    CLOSE_NOTIFY,
    /** FIN without it: truncation. */
    FIN,
    /** RST before FIN: it can take away what was sent last. */
    RST
  }

  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
