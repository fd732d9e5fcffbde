package sekisho.tls;

import java.util.List;

/**
 * What makes one TLS context different from another with the same certificate.
 *
 * @param alpn the protocols to negotiate, preferred first; empty: ALPN is not answered
 */
public record TlsProfile(List<String> alpn) {
  public TlsProfile {
    alpn = List.copyOf(alpn);
  }

  /** What the HTTP handler speaks. */
  public static final TlsProfile HTTP = new TlsProfile(List.of("http/1.1"));
}
