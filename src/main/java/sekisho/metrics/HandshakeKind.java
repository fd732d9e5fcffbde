package sekisho.metrics;

import java.util.ArrayList;
import java.util.List;
import sekisho.model.TlsVersion;

/**
 * What a handshake with a client was like: the labels of {@code tls_handshakes_total}.
 *
 * @param version what was negotiated
 * @param group by which the key was agreed on
 * @param resumed whether a session was gone on with
 */
public record HandshakeKind(TlsVersion version, KeyExchange group, boolean resumed) {

  /** Every one there can be. */
  public static List<HandshakeKind> all() {
    List<HandshakeKind> all = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      for (KeyExchange group : KeyExchange.values()) {
        all.add(new HandshakeKind(version, group, false));
        all.add(new HandshakeKind(version, group, true));
      }
    }
    return all;
  }
}
