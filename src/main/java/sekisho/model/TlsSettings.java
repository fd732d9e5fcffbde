package sekisho.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Certificates, versions and SNI routes of the TLS side.
 *
 * @param certificates where the certificates come from
 * @param handshakeTimeout from accept to the end of the handshake, absolute: it covers the preread
 * @param minVersion the oldest version negotiated
 * @param maxVersion the newest version negotiated; not older than {@code minVersion}
 * @param sessionCache whether TLS 1.2 sessions are kept for resumption by id
 * @param sessionTickets whether session tickets are issued
 * @param ciphers TLS 1.2 cipher suites by their IANA or OpenSSL names; empty: the modern set
 * @param clientAuthorities the files of authorities that routes ask client certificates of, and
 *     where each is named first
 * @param routing where a connection goes by its server name
 */
public record TlsSettings(
    CertificateSource certificates,
    Duration handshakeTimeout,
    TlsVersion minVersion,
    TlsVersion maxVersion,
    boolean sessionCache,
    boolean sessionTickets,
    List<String> ciphers,
    Map<Path, Place> clientAuthorities,
    SniRouting routing) {
  public TlsSettings {
    Require.positive(handshakeTimeout, "handshakeTimeout");
    Require.that(minVersion.compareTo(maxVersion) <= 0, "minVersion is newer than maxVersion");
    ciphers = List.copyOf(ciphers);
    clientAuthorities = Map.copyOf(clientAuthorities);
  }
}
