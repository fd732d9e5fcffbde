package sekisho.tls;

import java.util.List;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;

/**
 * What a handshake may agree on, whoever it is for.
 *
 * @param minVersion the oldest version
 * @param maxVersion the newest version
 * @param ciphers TLS 1.2 cipher suites by their IANA or OpenSSL names; empty: the modern set
 * @param sessionCache whether sessions are kept for resumption by id
 * @param sessionTickets whether session tickets are given
 */
record HandshakeTerms(
    TlsVersion minVersion,
    TlsVersion maxVersion,
    List<String> ciphers,
    boolean sessionCache,
    boolean sessionTickets) {

  /** RFC 8737 §3: TLS 1.2 or newer. Nobody resumes what is over when it has begun. */
  static final HandshakeTerms CHALLENGE =
      new HandshakeTerms(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3, List.of(), false, false);

  static HandshakeTerms of(TlsSettings settings) {
    return new HandshakeTerms(
        settings.minVersion(),
        settings.maxVersion(),
        settings.ciphers(),
        settings.sessionCache(),
        settings.sessionTickets());
  }
}
