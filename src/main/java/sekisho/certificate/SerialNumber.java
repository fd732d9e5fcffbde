package sekisho.certificate;

import java.math.BigInteger;
import java.security.cert.X509Certificate;

/**
 * A certificate's serial number (RFC 5280 §4.1.2.2) as text.
 *
 * <p>Of whole octets, as openssl, nginx and browsers write it: what operators copy from one and
 * look for in the other must be the same text, with its zero in front.
 */
public final class SerialNumber {
  private static final int HEX = 16;

  private SerialNumber() {}

  /** In lower-case hex; a negative one, which RFC 5280 has no room for, with its sign. */
  public static String of(X509Certificate certificate) {
    BigInteger number = certificate.getSerialNumber();
    String digits = number.abs().toString(HEX);
    String octets = digits.length() % 2 == 0 ? digits : "0" + digits;
    return number.signum() < 0 ? "-" + octets : octets;
  }
}
