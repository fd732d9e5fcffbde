package sekisho.hello;

/**
 * Fatal TLS alerts that refuse a hello before there is a handshake (RFC 8446 §6.2), as whole
 * records in the clear.
 *
 * <p>They are for connections of which nothing was answered yet; once a TLS engine has begun, the
 * alerts are its own.
 */
public enum PlaintextAlert {
  /** It is not the client's fault: there is no certificate to serve it with, as yet. */
  INTERNAL_ERROR(80),

  /** Nobody is served by that name (RFC 6066 §3). */
  UNRECOGNIZED_NAME(112),

  /** None of the offered application protocols is spoken here (RFC 7301 §3.2). */
  NO_APPLICATION_PROTOCOL(120);

  private final int description;

  PlaintextAlert(int description) {
    this.description = description;
  }

  /** Its number in the registry of alerts. */
  public int description() {
    return description;
  }

  /** The seven bytes of the record: a new array each time, the caller's own. */
  public byte[] bytes() {
    byte alertRecord = 21;
    byte fatal = 2;
    return new byte[] {alertRecord, 3, 3, 0, 2, fatal, (byte) description};
  }
}
