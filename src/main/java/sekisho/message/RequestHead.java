package sekisho.message;

/**
 * A request line and its header section (RFC 9112 §2.1).
 *
 * @param method a token, case-sensitive
 * @param target the request target byte for byte (RFC 9112 §3.2), in any of its four forms
 * @param minorVersion of HTTP/1; unknown ones count as 1
 * @param fields owned by whoever holds the head
 * @param framing where the body ends
 */
public record RequestHead(
    String method, String target, int minorVersion, Fields fields, BodyFraming framing) {

  public boolean isHttp10() {
    return minorVersion == 0;
  }

  public boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether the client means to send more requests on this connection (RFC 9112 §9.3). */
  public boolean asksToPersist() {
    String connection = fields.joined("Connection");
    if (connection == null) {
      return !isHttp10();
    }
    return !Syntax.listContains(connection, "close")
        && (!isHttp10() || Syntax.listContains(connection, "keep-alive"));
  }

  public boolean hasBody() {
    return switch (framing) {
      case BodyFraming.None _ -> false;
      case BodyFraming.Length length -> length.length() > 0;
      case BodyFraming.Chunked _, BodyFraming.UntilClose _ -> true;
    };
  }
}
