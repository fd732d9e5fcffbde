package sekisho.metrics;

/** The group by which two ends of TLS have agreed on a key; a label, so there are no others. */
public enum KeyExchange {
  X25519MLKEM768("X25519MLKEM768"),
  X25519("x25519"),
  SECP256R1("secp256r1"),
  SECP384R1("secp384r1"),
  SECP521R1("secp521r1"),
  /** One that is not listed here. */
  OTHER("other"),
  /** There was none in this handshake, or nobody tells. */
  UNKNOWN("unknown");

  private final String label;

  KeyExchange(String label) {
    this.label = label;
  }

  /** Its name in the registry of IANA, TLS Supported Groups. */
  public String label() {
    return label;
  }
}
