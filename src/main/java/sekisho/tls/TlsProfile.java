package sekisho.tls;

import java.util.List;
import sekisho.hello.ClientHello;

/**
 * What makes one TLS context different from another with the same certificate.
 *
 * @param alpn the protocols to negotiate, preferred first; empty: ALPN is not answered
 */
public record TlsProfile(List<String> alpn) {
  public TlsProfile {
    alpn = List.copyOf(alpn);
  }

  /** Whether a client can speak one of the protocols; one without ALPN takes whatever there is. */
  public boolean suits(ClientHello hello) {
    return hello.alpn().isEmpty() || alpn.isEmpty() || alpn.stream().anyMatch(hello::hasAlpn);
  }

  /** What the HTTP handler speaks. */
  public static final TlsProfile HTTP = new TlsProfile(List.of("http/1.1"));
}
