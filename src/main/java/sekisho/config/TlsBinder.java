package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.model.CertificateSource;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.model.TlsSettings;
import sekisho.model.TlsVersion;

/** {@code proxy.tls}. */
final class TlsBinder {
  private final Findings findings;
  private final DestinationBinder destinations;
  private final CertificateBinder certificates;
  private final ClientAuthBinder clientAuth;

  /**
   * @param hasHttpListener whether plain HTTP is listened for
   */
  TlsBinder(
      Path folder,
      Findings findings,
      DestinationBinder destinations,
      ClientAuthBinder clientAuth,
      boolean hasHttpListener) {
    this.findings = findings;
    this.destinations = destinations;
    this.clientAuth = clientAuth;
    this.certificates = new CertificateBinder(folder, findings, hasHttpListener);
  }

  TlsSettings bind(Block block) {
    SniRouting routing = routing(block.blockOrEmpty("routing"));
    CertificateSource source = certificates.bind(block, destinations.terminating());
    TlsVersion min = version(block.text("min_protocol_version"));
    TlsVersion max = version(block.text("max_protocol_version"));
    if (min.compareTo(max) > 0) {
      String key =
          block.has("min_protocol_version") ? "min_protocol_version" : "max_protocol_version";
      findings.error(
          block.keyPosition(key),
          block.path().key(key),
          "min_protocol_version is newer than max_protocol_version; allowed: the same or older");
      max = min;
    }
    return new TlsSettings(
        source,
        block.seconds("handshake_timeout_secs"),
        min,
        max,
        block.flag("session_cache"),
        block.flag("session_tickets"),
        block.words("ciphers").stream().map(Word::value).toList(),
        clientAuth.authorities(),
        routing);
  }

  private static TlsVersion version(String text) {
    return text.equals("1.2") ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3;
  }

  private SniRouting routing(Block block) {
    Optional<Block> byDefault = block.block("default");
    Destination otherwise =
        byDefault.flatMap(destinations::bind).orElse(new Destination.Reject(RejectManner.DROP));
    Map<ServerNamePattern, Integer> linesByPattern = new HashMap<>();
    List<SniRoute> routes = new ArrayList<>();
    for (Block route : block.blocks("sni")) {
      Optional<Destination> destination = destinations.bind(route);
      Optional<ServerNamePattern> pattern = pattern(route, linesByPattern);
      if (pattern.isPresent() && destination.isPresent()) {
        routes.add(
            new SniRoute(
                pattern.get(), destination.get(), LimitBinder.sniGuard(route), route.line()));
      }
    }
    return new SniRouting(
        otherwise, byDefault.map(LimitBinder::sniGuard).orElse(SniGuard.NONE), routes);
  }

  /** The names of a route; empty when they are unusable, or another route's. */
  private Optional<ServerNamePattern> pattern(Block route, Map<ServerNamePattern, Integer> lines) {
    Optional<Word> word = route.word("server_name");
    if (word.isEmpty()
        || !(ServerNameText.parse(word.get().value())
            instanceof Parsed.Good<ServerNamePattern>(ServerNamePattern pattern))) {
      return Optional.empty();
    }
    Integer earlier = lines.putIfAbsent(pattern, word.get().line());
    if (earlier != null) {
      findings.unusable(
          word.get().position(),
          word.get().path(),
          word.get().shown() + " is routed on line " + earlier + " already; allowed: once");
      return Optional.empty();
    }
    return Optional.of(pattern);
  }
}
