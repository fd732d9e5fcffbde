package sekisho.tls;

import java.util.List;
import java.util.Optional;
import sekisho.hello.ClientHello;
import sekisho.model.ClientAuth;

/**
 * What makes one TLS context different from another with the same certificate. Sessions never pass
 * from one to another.
 *
 * @param alpn the protocols to negotiate, preferred first; empty: ALPN is not answered
 * @param clientAuth whether clients are asked for a certificate
 */
public record TlsProfile(List<String> alpn, Optional<ClientAuth> clientAuth) {
  private static final List<String> HTTP = List.of("http/1.1");

  public TlsProfile {
    alpn = List.copyOf(alpn);
  }

  /** Whether a client can speak one of the protocols; one without ALPN takes whatever there is. */
  public boolean suits(ClientHello hello) {
    return hello.alpn().isEmpty() || alpn.isEmpty() || alpn.stream().anyMatch(hello::hasAlpn);
  }

  /** What the HTTP handler speaks. */
  public static TlsProfile http(Optional<ClientAuth> clientAuth) {
    return new TlsProfile(HTTP, clientAuth);
  }
}
