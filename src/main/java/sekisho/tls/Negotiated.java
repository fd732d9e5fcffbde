package sekisho.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sekisho.live.TlsFacts;
import sekisho.metrics.HandshakeKind;
import sekisho.metrics.KeyExchange;
import sekisho.model.TlsVersion;

/**
 * What a handshake with a client has come to, as the engine tells that made it. The JDK's does not
 * tell the group.
 *
 * @param kind for the counters
 * @param facts for who looks at the connection; the same object for equal ones
 */
public record Negotiated(HandshakeKind kind, TlsFacts facts) {
  private static final String TLS_1_3 = "TLSv1.3";

  /** As BoringSSL calls them. */
  private static final Map<String, KeyExchange> GROUPS =
      Map.of(
          "X25519MLKEM768", KeyExchange.X25519MLKEM768,
          "X25519", KeyExchange.X25519,
          "P-256", KeyExchange.SECP256R1,
          "P-384", KeyExchange.SECP384R1,
          "P-521", KeyExchange.SECP521R1);

  /** Thousands of connections have few kinds of facts. */
  private static final Map<TlsFacts, TlsFacts> KNOWN = new ConcurrentHashMap<>();

  /**
   * To be asked once the handshake is done, while the engine lives.
   *
   * @param beganMillis when the handshake began, since the epoch
   */
  public static Negotiated of(SSLEngine engine, long beganMillis) {
    SSLSession session = engine.getSession();
    boolean modern = session.getProtocol().equals(TLS_1_3);
    TlsVersion version = modern ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
    HandshakeKind kind =
        engine instanceof ReferenceCountedOpenSslEngine boring
            ? ofBoring(version, boring.sslPointer())
            // The JDK does not say so, but a session gone on with is older than the handshake.
            : new HandshakeKind(
                version, KeyExchange.UNKNOWN, session.getCreationTime() < beganMillis);
    TlsFacts facts =
        new TlsFacts(
            session.getProtocol(), session.getCipherSuite(), kind.group().label(), kind.resumed());
    TlsFacts known = KNOWN.putIfAbsent(facts, facts);
    return new Negotiated(kind, known == null ? facts : known);
  }

  private static HandshakeKind ofBoring(TlsVersion version, long ssl) {
    return new HandshakeKind(version, group(ssl), SSL.isSessionReused(ssl));
  }

  private static KeyExchange group(long ssl) {
    try {
      @Nullable String name = SSL.getGroupName(ssl);
      return name == null ? KeyExchange.UNKNOWN : GROUPS.getOrDefault(name, KeyExchange.OTHER);
    } catch (Exception _) {
      // There was none: a session of TLS 1.2 that was gone on with, or a key that RSA carries.
      return KeyExchange.UNKNOWN;
    }
  }
}
