package sekisho.hello;

import sekisho.model.ServerName;

/**
 * Reads the server_name extension (RFC 6066 §3): exactly one entry, a host name.
 *
 * <p>What is no DNS name is refused here, so that it never goes where connections without a name
 * go.
 */
public final class ServerNameExtension {
  private static final int NAME_TYPE_HOST_NAME = 0;

  private ServerNameExtension() {}

  /** A name, or why there is none. */
  public sealed interface Result {
    record Name(ServerName serverName) implements Result {}

    record Broken(MalformedHello reason) implements Result {}
  }

  static Result read(WireReader content) {
    WireReader list = content.vector16();
    if (!content.endedExactly() || list.remaining() == 0) {
      return new Result.Broken(MalformedHello.SERVER_NAME_LIST);
    }
    int type = list.uint8();
    WireReader name = list.vector16();
    if (list.overran()) {
      return new Result.Broken(MalformedHello.SERVER_NAME_LIST);
    }
    if (type != NAME_TYPE_HOST_NAME) {
      // No other type was ever defined (RFC 6066 §3); who sends one hides a name from us.
      return new Result.Broken(MalformedHello.SERVER_NAME_TYPE);
    }
    if (list.remaining() > 0) {
      return new Result.Broken(MalformedHello.SERVER_NAME_REPEATED);
    }
    return parse(name.latin1());
  }

  /**
   * Reads the name alone.
   *
   * @param sent one char per octet
   */
  public static Result parse(String sent) {
    if (sent.chars().anyMatch(c -> c > 0x7F)) {
      // RFC 6066 §3: internationalised names come as A-labels.
      return new Result.Broken(MalformedHello.SERVER_NAME_NOT_ASCII);
    }
    String name = ServerName.normalize(sent);
    if (name.isEmpty()) {
      return new Result.Broken(MalformedHello.SERVER_NAME_EMPTY);
    }
    if (name.length() > ServerName.MAX_LENGTH) {
      return new Result.Broken(MalformedHello.SERVER_NAME_TOO_LONG);
    }
    if (isAddress(name)) {
      return new Result.Broken(MalformedHello.SERVER_NAME_IS_ADDRESS);
    }
    if (!ServerName.isValid(name)) {
      return new Result.Broken(MalformedHello.SERVER_NAME_INVALID);
    }
    return new Result.Name(new ServerName(name));
  }

  /** RFC 6066 §3: "Literal IPv4 and IPv6 addresses are not permitted". */
  private static boolean isAddress(String name) {
    boolean ipv6 = name.indexOf(':') >= 0;
    boolean ipv4 = name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    return ipv6 || ipv4;
  }
}
