package sekisho.tls;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.model.CertificateSource;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;
import sekisho.model.SniRouting;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;
import sekisho.testing.TlsCertificates;

/** Contexts with settings that differ from the defaults in what a test is about. */
final class Servers {
  static final TlsProfile HTTP = TlsProfile.http(Optional.empty());
  static final TlsProfile TURN = new TlsProfile(List.of("stun.turn"), Optional.empty());
  static final TlsProfile PLAIN = new TlsProfile(List.of(), Optional.empty());

  static {
    // Netty reads the JDK's switch for tickets once, when its first context of BoringSSL is made:
    // that has to be before a context of the JDK's sets it, which no program does that has both.
    try {
      ReferenceCountUtil.release(
          SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL_REFCNT).build());
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private TlsVersion min = TlsVersion.TLS_1_2;
  private TlsVersion max = TlsVersion.TLS_1_3;
  private boolean cache;
  private boolean tickets;
  private List<String> suites = List.of();
  private final Map<Path, List<X509Certificate>> authorities = new HashMap<>();
  private final Set<TlsProfile> profiles = new HashSet<>(Set.of(HTTP, TURN, PLAIN));

  Servers versions(TlsVersion from, TlsVersion to) {
    min = from;
    max = to;
    return this;
  }

  Servers cache() {
    cache = true;
    return this;
  }

  Servers tickets() {
    tickets = true;
    return this;
  }

  Servers suites(String... names) {
    suites = List.of(names);
    return this;
  }

  ServerTls on(SslProvider provider, CertificatePair... certificates) throws SSLException {
    return ServerTls.of(
        new TlsSettings(
            new CertificateSource.SelfSigned(),
            Duration.ofSeconds(10),
            min,
            max,
            cache,
            tickets,
            suites,
            Map.of(),
            new SniRouting(new Destination.Reject(RejectManner.DROP), SniGuard.NONE, List.of())),
        new ServerCredentials(List.of(certificates), authorities),
        profiles,
        provider);
  }

  /** Clients of this profile are asked for a certificate of {@code authority}. */
  Servers asking(TlsProfile profile, Path authority) throws UnusableCertificateException {
    authorities.put(profile.clientAuth().orElseThrow().ca(), TrustAnchors.load(authority));
    profiles.add(profile);
    return this;
  }

  static CertificatePair load(TlsCertificates.Pair pair) throws UnusableCertificateException {
    return CertificatePair.load(pair.certificate(), pair.privateKey());
  }

  static CertificatePair ecdsa(Path folder, String name) throws UnusableCertificateException {
    return load(TlsCertificates.in(folder).ecdsa(name, "DNS:" + name));
  }
}
