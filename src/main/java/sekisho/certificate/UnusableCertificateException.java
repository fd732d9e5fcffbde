package sekisho.certificate;

import java.nio.file.Path;

/**
 * A file that should hold a certificate or a key, and does not hold one that can be used.
 *
 * <p>Its message is one sentence for the operator, with the file's name and without key material.
 */
public final class UnusableCertificateException extends Exception {
  private final transient Path file;

  UnusableCertificateException(Path file, String message) {
    super(message);
    this.file = file;
  }

  UnusableCertificateException(Path file, String message, Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /** The file that is to blame; of a pair that does not match, the key's. */
  public Path file() {
    return file;
  }
}
