package sekisho.control;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sekisho.acme.StoredCertificates;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.config.Problem;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.model.HttpRoute;
import sekisho.model.ListenAddress;
import sekisho.model.Place;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniRoute;
import sekisho.model.UiSettings;
import sekisho.model.UpstreamTls;
import sekisho.storage.FolderStorage;
import sekisho.tls.ServerCredentials;

/**
 * The certificates, keys and authorities that a configuration names, read from their files.
 *
 * <p>Blocking; read once for each generation.
 *
 * @param files those of files, in the configuration's order; the self-signed one
 * @param stored those that the proxy gets by itself, as far as they are there
 * @param authorities whom each way of verifying https upstreams believes; for all ways that are
 *     used
 * @param clientAuthorities by the file that {@code client_auth} names; for all that are named
 */
record Credentials(
    List<CertificatePair> files,
    Optional<StoredCertificates> stored,
    Map<UpstreamTls, List<X509Certificate>> authorities,
    Map<Path, List<X509Certificate>> clientAuthorities) {

  /**
   * Reads everything there is to read.
   *
   * @param file the configuration's name, for problems
   * @param problems what is wrong is added here; empty afterwards: nothing is
   */
  static Credentials load(
      Configuration configuration, String file, Clock clock, List<Problem> problems) {
    // Not kept: the admin server reads its own. But what is wrong with it is told with the rest.
    configuration
        .ui()
        .flatMap(UiSettings::tls)
        .ifPresent(pair -> load(List.of(pair), file, clock, problems));
    return new Credentials(
        certificates(configuration, file, clock, problems),
        stored(configuration),
        authorities(configuration, file, problems),
        clientAuthorities(configuration, file, problems));
  }

  /**
   * The same, with the objects of before in the place of equal ones: sessions belong to them. A
   * certificate that is made here is made anew only when it is for something else, or grows old.
   *
   * @param configuration of these
   * @param before of the configuration in force
   * @param served the certificates in force
   */
  Credentials following(
      Configuration configuration,
      Configuration before,
      List<CertificatePair> served,
      Clock clock) {
    boolean selfSigned =
        configuration.proxy().tls().certificates() instanceof CertificateSource.SelfSigned
            && before.proxy().tls().certificates() instanceof CertificateSource.SelfSigned;
    return new Credentials(
        files.stream()
            .map(pair ->
                served.stream()
                    .filter(old ->
                        old.equals(pair)
                            || (selfSigned
                                && old.names().equals(pair.names())
                                && old.addresses().equals(pair.addresses())
                                && clock.instant().isBefore(old.expiresSoonFrom())))
                    .findFirst()
                    .orElse(pair))
            .toList(),
        stored,
        authorities,
        clientAuthorities);
  }

  /** All certificates: those of files, then those that the proxy has got. */
  List<CertificatePair> certificates() {
    return Stream.concat(
            files.stream(),
            stored.stream().flatMap(certificates -> certificates.current().stream()))
        .toList();
  }

  /** What ending TLS needs. */
  ServerCredentials forServer() {
    return new ServerCredentials(certificates(), clientAuthorities);
  }

  private static Optional<StoredCertificates> stored(Configuration configuration) {
    if (!(configuration.proxy().tls().certificates() instanceof CertificateSource.Acme acme)) {
      return Optional.empty();
    }
    StoredCertificates stored =
        new StoredCertificates(acme.acme(), new FolderStorage(acme.acme().storage()));
    stored.look();
    return Optional.of(stored);
  }

  /** A file that cannot be read is an error, never "nobody is asked". */
  private static Map<Path, List<X509Certificate>> clientAuthorities(
      Configuration configuration, String file, List<Problem> problems) {
    Map<Path, List<X509Certificate>> authorities = new HashMap<>();
    configuration
        .proxy()
        .tls()
        .clientAuthorities()
        .forEach((path, place) -> {
          try {
            authorities.put(path, TrustAnchors.load(path));
          } catch (UnusableCertificateException e) {
            problems.add(
                problem(file, place, Problem.Severity.ERROR, String.valueOf(e.getMessage())));
          }
        });
    return authorities;
  }

  private static List<CertificatePair> certificates(
      Configuration configuration, String file, Clock clock, List<Problem> problems) {
    CertificateSource source = configuration.proxy().tls().certificates();
    return switch (source) {
      case CertificateSource.SelfSigned _ -> List.of(selfSigned(configuration, clock));
      case CertificateSource.Manual _, CertificateSource.Acme _ ->
          load(source.pairs(), file, clock, problems);
    };
  }

  private static List<CertificatePair> load(
      List<CertificateSource.Pair> named, String file, Clock clock, List<Problem> problems) {
    List<CertificatePair> pairs = new ArrayList<>();
    for (CertificateSource.Pair pair : named) {
      try {
        CertificatePair loaded =
            CertificatePair.load(pair.certificate(), pair.privateKey(), pair.passphrase());
        pairs.add(loaded);
        warnOfDates(loaded, pair, file, clock, problems);
      } catch (UnusableCertificateException e) {
        Place place =
            e.file().equals(pair.privateKey())
                    || pair.passphrase().filter(e.file()::equals).isPresent()
                ? pair.privateKeyPlace()
                : pair.certificatePlace();
        problems.add(problem(file, place, Problem.Severity.ERROR, String.valueOf(e.getMessage())));
      }
    }
    return pairs;
  }

  /**
   * An expired certificate serves those who do not look: said aloud, not refused, as everywhere
   * else.
   */
  private static void warnOfDates(
      CertificatePair loaded,
      CertificateSource.Pair pair,
      String file,
      Clock clock,
      List<Problem> problems) {
    Instant now = clock.instant();
    String wrong =
        now.isAfter(loaded.notAfter())
            ? " expired at " + loaded.notAfter()
            : now.isBefore(loaded.notBefore())
                ? " is not valid before " + loaded.notBefore()
                : now.isAfter(loaded.expiresSoonFrom()) ? " expires at " + loaded.notAfter() : "";
    if (!wrong.isEmpty()) {
      problems.add(
          problem(
              file,
              pair.certificatePlace(),
              Problem.Severity.WARNING,
              "the certificate in " + pair.certificate() + wrong));
    }
  }

  private static Problem problem(
      String file, Place place, Problem.Severity severity, String message) {
    return new Problem(file, place.line(), place.column(), place.path(), severity, message);
  }

  /** A new certificate for all that has a name in {@code configuration}, and its addresses. */
  static CertificatePair selfSigned(Configuration configuration, Clock clock) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost"));
    for (SniRoute route : configuration.proxy().tls().routing().routes()) {
      names.add(
          switch (route.pattern()) {
            case ServerNamePattern.Exact exact -> exact.toString();
            case ServerNamePattern.Wildcard wildcard -> wildcard.toString();
          });
    }
    return SelfSignedCertificate.create(
        clock,
        List.copyOf(names),
        configuration.proxy().listen().stream()
            .map(ListenAddress::address)
            .filter(address -> !address.isAnyLocalAddress())
            .distinct()
            .toList());
  }

  private static Map<UpstreamTls, List<X509Certificate>> authorities(
      Configuration configuration, String file, List<Problem> problems) {
    Map<UpstreamTls, List<X509Certificate>> authorities = new HashMap<>();
    for (HttpRoute route : configuration.proxy().http().routes()) {
      UpstreamTls tls = route.upstreamSettings().tls();
      if (route.upstreams().shares().stream().noneMatch(share -> share.upstream().secure())
          || authorities.containsKey(tls)) {
        continue;
      }
      try {
        authorities.put(tls, authorities(tls));
      } catch (UnusableCertificateException e) {
        // Said once, whoever else names the same.
        authorities.put(tls, List.of());
        problems.add(
            new Problem(
                file,
                route.line(),
                1,
                "proxy.http.upstream_tls.ca",
                Problem.Severity.ERROR,
                String.valueOf(e.getMessage())));
      }
    }
    return authorities;
  }

  /** Nobody, where nothing is verified. */
  private static List<X509Certificate> authorities(UpstreamTls tls)
      throws UnusableCertificateException {
    if (!tls.verify()) {
      return List.of();
    }
    return tls.ca().isPresent() ? TrustAnchors.load(tls.ca().get()) : TrustAnchors.system();
  }
}
