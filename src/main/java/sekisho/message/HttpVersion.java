package sekisho.message;

/** {@code HTTP/} DIGIT {@code .} DIGIT (RFC 9112 §2.3), in a line of at least that many bytes. */
final class HttpVersion {
  static final int BYTES = 8;

  private HttpVersion() {}

  static boolean isVersion(byte[] line, int at) {
    return line[at] == 'H'
        && line[at + 1] == 'T'
        && line[at + 2] == 'T'
        && line[at + 3] == 'P'
        && line[at + 4] == '/'
        && isDigit(line[at + 5])
        && line[at + 6] == '.'
        && isDigit(line[at + 7]);
  }

  /** Whether the version that stands there is HTTP/1.x. */
  static boolean isHttp1(byte[] line, int at) {
    return line[at + 5] == '1';
  }

  /** RFC 9110 §6.2: a higher minor version is understood as the highest known. */
  static int minor(byte[] line, int at) {
    return line[at + 7] == '0' ? 0 : 1;
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }
}
