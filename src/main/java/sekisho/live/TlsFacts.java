package sekisho.live;

/**
 * What a handshake has negotiated.
 *
 * @param version as the TLS library says it: {@code TLSv1.3}
 * @param cipherSuite by its name in the registry of IANA
 * @param group of the key exchange, by its name in the registry of IANA; {@code unknown} where the
 *     library does not tell
 * @param resumed whether a session was gone on with, and nobody has signed anything
 */
public record TlsFacts(String version, String cipherSuite, String group, boolean resumed) {}
