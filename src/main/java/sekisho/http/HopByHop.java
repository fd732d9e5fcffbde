package sekisho.http;

import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.Syntax;

/**
 * The fields that belong to one connection and are never forwarded (RFC 9110 §7.6.1).
 *
 * <p>What {@code Connection} nominates goes too, except the length of the body: a message without
 * it would end elsewhere for the next reader.
 */
final class HopByHop {
  /** Every field that begins so is between a client and its proxy. */
  private static final String PROXY = "Proxy-";

  private HopByHop() {}

  /**
   * @param connection all values of the message's {@code Connection}, joined; null where it has
   *     none
   */
  static boolean isHopByHop(String name, @Nullable String connection) {
    return isByDefinition(name) || (connection != null && isNominated(name, connection));
  }

  private static boolean isNominated(String name, String connection) {
    return Syntax.listContains(connection, name) && !name.equalsIgnoreCase("Content-Length");
  }

  private static boolean isByDefinition(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("TE");
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding") || isForProxies(name);
      default -> isForProxies(name);
    };
  }

  private static boolean isForProxies(String name) {
    return name.regionMatches(true, 0, PROXY, 0, PROXY.length());
  }

  /** All values of {@code Connection}, or null. */
  static @Nullable String connectionOf(Fields fields) {
    return fields.joined("Connection");
  }
}
