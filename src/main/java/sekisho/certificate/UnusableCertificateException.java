package sekisho.certificate;

/**
 * A file that should hold a certificate or a key, and does not hold one that can be used.
 *
 * <p>Its message is one sentence for the operator, with the file's name and without key material.
 */
public final class UnusableCertificateException extends Exception {
  UnusableCertificateException(String message) {
    super(message);
  }

  UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
