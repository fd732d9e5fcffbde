package sekisho.http;

import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.Syntax;

/**
 * The fields that belong to one connection and are never forwarded (RFC 9110 §7.6.1).
 *
 * <p>What {@code Connection} nominates goes too, except fields that make a message what it is:
 * nobody can nominate away Host or the framing, which are decided elsewhere.
 */
final class HopByHop {
  private HopByHop() {}

  /**
   * @param connection all values of the message's {@code Connection}, joined; null where it has
   *     none
   */
  static boolean isHopByHop(String name, @Nullable String connection) {
    return isByDefinition(name) || (connection != null && Syntax.listContains(connection, name));
  }

  private static boolean isByDefinition(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("TE");
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      case 18 -> name.equalsIgnoreCase("Proxy-Authenticate");
      case 19 -> name.equalsIgnoreCase("Proxy-Authorization");
      case 25 -> name.equalsIgnoreCase("Proxy-Authentication-Info");
      default -> false;
    };
  }

  /** All values of {@code Connection}, or null. */
  static @Nullable String connectionOf(Fields fields) {
    return fields.joined("Connection");
  }
}
