package sekisho.limit;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Who shares a bucket or places. Small, whatever a client sends. */
public sealed interface ClientKey {
  /** Longer texts are known by their digest: what a client makes us keep is bounded. */
  int MAX_TEXT_LENGTH = 64;

  /**
   * @param ipv6 whether it is the first half of an IPv6 address
   */
  record Network(boolean ipv6, long bits) implements ClientKey {}

  record Text(String text) implements ClientKey {}

  enum Everybody implements ClientKey {
    EVERYBODY
  }

  /** A client's address: IPv4 as it is, IPv6 by its /64, IPv4-mapped as IPv4. */
  static ClientKey of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return new Network(false, ByteBuffer.wrap(bytes).getInt());
    }
    ByteBuffer whole = ByteBuffer.wrap(bytes);
    long network = whole.getLong();
    long host = whole.getLong();
    // RFC 4291 §2.5.5.2: ::ffff:0:0/96.
    return network == 0 && host >>> Integer.SIZE == 0xFFFF
        ? new Network(false, (int) host)
        : new Network(true, network);
  }

  /**
   * A text that the client sent.
   *
   * @param text not empty: who sends none must not share a bucket with all who send none
   */
  static ClientKey of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty text is nobody");
    }
    return new Text(text.length() <= MAX_TEXT_LENGTH ? text : digest(text));
  }

  static ClientKey everybody() {
    return Everybody.EVERYBODY;
  }

  /** Longer than any text that is kept as it is, so that nobody can send another's digest. */
  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
