package sekisho.http;

import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.Syntax;

/**
 * The one upgrade that passes: to WebSocket (RFC 6455 §4). Every other one, h2c above all, ends at
 * the proxy with its fields, and the request goes on as what it is without them (RFC 9110 §7.8).
 *
 * <p>Only the fields of the hop are looked at. Whether the handshake itself is sound is between the
 * client and the upstream: {@code Sec-WebSocket-*} are end-to-end.
 */
final class WebSocketUpgrade {
  private static final String PROTOCOL = "websocket";

  private WebSocketUpgrade() {}

  /**
   * Whether {@code request} asks for WebSocket and nothing else.
   *
   * <p>A list, which would let the upstream choose another protocol, is no such request; nor is one
   * with a body, which somebody might take for the first bytes of the new protocol.
   */
  static boolean isAskedFor(RequestHead request) {
    String upgrade = request.fields().joined("Upgrade");
    return upgrade != null
        && upgrade.equalsIgnoreCase(PROTOCOL)
        // RFC 6455 §4.1: a GET of HTTP/1.1; RFC 9110 §7.8: an Upgrade in HTTP/1.0 is ignored.
        && request.method().equals("GET")
        && !request.isHttp10()
        && !request.hasBody()
        && isNominated(request.fields().joined("Connection"));
  }

  /** RFC 9110 §7.8: who sends Upgrade nominates it, and who does not has only passed it on. */
  private static boolean isNominated(@Nullable String connection) {
    return connection != null && Syntax.listContains(connection, "Upgrade");
  }

  /** Asks for it anew on the hop to the upstream; nothing else concerns that hop alone. */
  static void ask(Fields rewritten) {
    announce(rewritten.remove("TE"));
  }

  /** Confirms it on the hop to the client, to whom the upstream's 101 goes on. */
  static void confirm(Fields rewritten) {
    // RFC 9110 §8.6: no Content-Length in a 1xx.
    announce(rewritten.remove("Content-Length"));
  }

  /**
   * Lets an upstream's 426 say what to upgrade to (RFC 9110 §15.5.22), as far as it would pass.
   *
   * @param rewritten complete, but for this
   */
  static void offer(Fields ofUpstream, Fields rewritten) {
    String offered = ofUpstream.joined("Upgrade");
    if (offered != null && Syntax.listContains(offered, PROTOCOL)) {
      rewritten.add("Connection", "Upgrade").add("Upgrade", PROTOCOL);
    }
  }

  private static void announce(Fields fields) {
    fields.set("Connection", "Upgrade").add("Upgrade", PROTOCOL);
  }
}
