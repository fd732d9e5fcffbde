package sekisho.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sekisho.testing.TlsCertificates;

/** Certificates of an authority that is not there. */
public final class AcmeSources {
  private static final URI NOBODY = URI.create("https://127.0.0.1:1/directory");
  private static final Place PLACE = new Place(1, 1, "proxy.tls");

  private AcmeSources() {}

  /**
   * @param storage an empty folder
   */
  public static CertificateSource.Acme of(Path storage, AcmeIdentifier... identifiers) {
    return new CertificateSource.Acme(
        new AcmeSettings(
            NOBODY,
            NOBODY,
            List.of(),
            List.of(identifiers),
            false,
            Optional.empty(),
            List.of(ChallengeType.values()),
            storage,
            PLACE,
            CertificateKeyType.EC256,
            Optional.empty(),
            Optional.empty()),
        List.of());
  }

  /** With a pair of files beside what is obtained. */
  public static CertificateSource.Acme beside(
      CertificateSource.Acme source, TlsCertificates.Pair pair) {
    return new CertificateSource.Acme(
        source.acme(),
        List.of(
            new CertificateSource.Pair(
                pair.certificate(), PLACE, pair.privateKey(), PLACE, Optional.empty())));
  }

  /** The same with its certificates from elsewhere. */
  public static Configuration with(CertificateSource source, Configuration configuration) {
    ProxySettings proxy = configuration.proxy();
    TlsSettings tls = proxy.tls();
    return new Configuration(
        new ProxySettings(
            proxy.listen(),
            proxy.httpListen(),
            proxy.maxConnections(),
            proxy.trustedProxies(),
            proxy.acceptProxyProtocol(),
            new TlsSettings(
                source,
                tls.handshakeTimeout(),
                tls.minVersion(),
                tls.maxVersion(),
                tls.sessionCache(),
                tls.sessionTickets(),
                tls.ciphers(),
                tls.clientAuthorities(),
                tls.routing()),
            proxy.http(),
            proxy.proxyProtocol(),
            proxy.relayIdleTimeout(),
            proxy.halfCloseTimeout(),
            proxy.tcpConnectTimeout()),
        configuration.metrics(),
        configuration.ui(),
        configuration.log(),
        configuration.shutdownTimeout());
  }

  public static AcmeIdentifier name(String text) {
    return new AcmeIdentifier.Name(new ServerName(text));
  }
}
