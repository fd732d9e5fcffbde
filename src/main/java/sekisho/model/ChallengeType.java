package sekisho.model;

/** How control of an identifier is shown. */
public enum ChallengeType {
  /** A handshake with ALPN {@code acme-tls/1} (RFC 8737). */
  TLS_ALPN_01("tls-alpn-01"),

  /** A plain HTTP request on port 80 (RFC 8555 §8.3). */
  HTTP_01("http-01");

  private final String text;

  ChallengeType(String text) {
    this.text = text;
  }

  /** Its name in the registry of validation methods. */
  public String text() {
    return text;
  }
}
