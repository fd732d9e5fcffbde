package sekisho.message;

/**
 * A status line and its header section (RFC 9112 §2.1), interim or final.
 *
 * @param status 100 to 599
 * @param reason the reason phrase, possibly empty
 * @param minorVersion of HTTP/1; unknown ones count as 1
 * @param fields as received, framing and hop-by-hop fields included; the receiver's from here on
 */
public record ResponseHead(int status, String reason, int minorVersion, Fields fields) {

  /** RFC 9110 §15.2: another response follows, unless the protocol is switched. */
  public boolean isInterim() {
    return status < 200;
  }

  /** Whether the sender keeps the connection open behind the body (RFC 9112 §9.3). */
  public boolean persists() {
    String connection = fields.joined("Connection");
    return minorVersion == 0
        ? connection != null
            && Syntax.listContains(connection, "keep-alive")
            && !Syntax.listContains(connection, "close")
        : connection == null || !Syntax.listContains(connection, "close");
  }
}
