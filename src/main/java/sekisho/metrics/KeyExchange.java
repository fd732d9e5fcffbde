package sekisho.metrics;

import java.util.HashMap;
import java.util.Map;

/** The group by which two ends of TLS have agreed on a key; a label, so there are no others. */
public enum KeyExchange {
  X25519MLKEM768("X25519MLKEM768", 0x11EC),
  X25519("x25519", 29),
  SECP256R1("secp256r1", 23),
  SECP384R1("secp384r1", 24),
  SECP521R1("secp521r1", 25),
  /** One that is not listed here. */
  OTHER("other", -1),
  /** None in this handshake, or nobody tells. */
  UNKNOWN("unknown", -1);

  private static final Map<Integer, KeyExchange> BY_CODE = new HashMap<>();

  static {
    for (KeyExchange group : values()) {
      if (group.code >= 0) {
        BY_CODE.put(group.code, group);
      }
    }
  }

  private final String label;
  private final int code;

  KeyExchange(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /**
   * @param code in the registry of IANA, TLS Supported Groups
   */
  public static KeyExchange of(int code) {
    return BY_CODE.getOrDefault(code, OTHER);
  }

  /** Its name in the registry of IANA. */
  public String label() {
    return label;
  }
}
