package sekisho.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import sekisho.message.Fields;
import sekisho.model.AddressBlock;

/**
 * Whom a request is from: the peer of its connection or, where that is a trusted proxy, whom it
 * speaks for by X-Forwarded-For.
 *
 * <p>Whatever decides or tells by address uses this one: limits, the log, X-Real-IP.
 *
 * @param address the client's, never a name
 * @param text the address as headers and logs show it (RFC 5952)
 * @param peerIsTrusted whether the peer is believed
 * @param forwardedFor what the upstream gets as X-Forwarded-For: how the request came here, the
 *     peer last
 */
record ClientAddress(InetAddress address, String text, boolean peerIsTrusted, String forwardedFor) {

  /**
   * @param trusted whose word counts
   * @param fields of the request
   */
  static ClientAddress of(ClientConnection connection, List<AddressBlock> trusted, Fields fields) {
    InetAddress peer = connection.peer().getAddress();
    String peerText = connection.peerAddress();
    if (!AddressBlock.anyContains(trusted, peer)) {
      return new ClientAddress(peer, peerText, false, peerText);
    }
    // All lines are one list (RFC 9110 §5.3); else a client could hide a line behind another.
    String chain = fields.joined("X-Forwarded-For");
    if (chain == null || chain.isBlank()) {
      return new ClientAddress(peer, peerText, true, peerText);
    }
    InetAddress client = firstUntrusted(chain, trusted, peer);
    String text = client.equals(peer) ? peerText : NetUtil.toAddressString(client);
    return new ClientAddress(client, text, true, chain + ", " + peerText);
  }

  /**
   * From the right, since each proxy appends: up to the first that is no proxy of ours, or the
   * leftmost. What stands left of it anybody can have written. An entry that is no address ends the
   * walk at the last proxy that was known.
   */
  private static InetAddress firstUntrusted(
      String chain, List<AddressBlock> trusted, InetAddress peer) {
    InetAddress client = peer;
    int end = chain.length();
    while (end >= 0) {
      int comma = chain.lastIndexOf(',', end - 1);
      String entry = chain.substring(comma + 1, end).strip();
      end = comma;
      // RFC 9110 §5.6.1.2: empty list elements do not count.
      if (!entry.isEmpty()) {
        InetAddress named = ForwardedEntry.address(entry);
        if (named == null) {
          return client;
        }
        client = named;
        if (!AddressBlock.anyContains(trusted, named)) {
          return client;
        }
      }
    }
    return client;
  }
}
