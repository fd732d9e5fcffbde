package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.model.AddressBlock;
import sekisho.model.CertificateSource;
import sekisho.model.Destination;
import sekisho.model.HttpSettings;
import sekisho.model.ListenAddress;
import sekisho.model.ProxyProtocol;
import sekisho.model.ProxySettings;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.model.TlsSettings;

/** {@code proxy}: the listeners, and what TLS and HTTP mean to each other. */
final class ProxyBinder {
  private final Path folder;
  private final Findings findings;
  private final PortClaims claims;

  ProxyBinder(Path folder, Findings findings, PortClaims claims) {
    this.folder = folder;
    this.findings = findings;
    this.claims = claims;
  }

  Optional<ProxySettings> bind(Block block) {
    List<ListenAddress> listen = claims.add(block, "listen");
    List<ListenAddress> httpListen = claims.add(block, "http_listen");
    ProxyProtocol proxyProtocol = proxyProtocol(block);
    Block tlsBlock = block.blockOrEmpty("tls");
    ClientAuthBinder clientAuth = new ClientAuthBinder(folder, tlsBlock);
    DestinationBinder destinations =
        new DestinationBinder(folder, findings, proxyProtocol, clientAuth);
    TlsSettings tls =
        new TlsBinder(folder, findings, destinations, clientAuth, !httpListen.isEmpty())
            .bind(tlsBlock);
    HttpSettings http = new HttpBinder(folder, findings).bind(block.blockOrEmpty("http"));
    List<AddressBlock> trusted = trustedProxies(block);
    boolean acceptProxyProtocol = block.flag("accept_proxy_protocol");
    if (acceptProxyProtocol && trusted.isEmpty()) {
      findings.warning(
          block.keyPosition("accept_proxy_protocol"),
          block.path().key("accept_proxy_protocol"),
          "nobody is asked for a PROXY header: trusted_proxies is empty");
    }
    warnOfLooseEnds(block, tls.routing(), http);
    if (!findings.hasErrors() && tls.certificates() instanceof CertificateSource.Acme acme) {
      new AcmeReach(findings, block).warn(acme, tls.routing(), listen, httpListen);
    }
    if (listen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ProxySettings(
            listen,
            httpListen,
            block.count("max_connections"),
            trusted,
            acceptProxyProtocol,
            tls,
            http,
            proxyProtocol,
            block.seconds("relay_idle_timeout_secs"),
            block.seconds("half_close_timeout_secs"),
            block.seconds("tcp_connect_timeout_secs")));
  }

  private List<AddressBlock> trustedProxies(Block block) {
    List<AddressBlock> trusted = new ArrayList<>();
    for (Word word : block.words("trusted_proxies")) {
      if (AddressBlockText.parse(word.value())
          instanceof Parsed.Good<AddressBlock>(AddressBlock addresses)) {
        if (addresses.prefixLength() == 0) {
          findings.warning(
              word.position(),
              word.path(),
              word.shown() + " is everybody, so that every client can give itself any address");
        }
        trusted.add(addresses);
      }
    }
    return trusted;
  }

  private static ProxyProtocol proxyProtocol(Block block) {
    return block
        .block("proxy_protocol")
        .filter(sent -> sent.flag("enabled"))
        .map(sent -> DestinationBinder.version(sent.count("version")))
        .orElse(ProxyProtocol.NONE);
  }

  /** Half of an arrangement whose other half is missing; not looked for in a file with errors. */
  private void warnOfLooseEnds(Block block, SniRouting routing, HttpSettings http) {
    if (findings.hasErrors()) {
      return;
    }
    boolean speaksHttp =
        routing.defaultDestination() instanceof Destination.TerminateToHttp
            || routing.routes().stream()
                .map(SniRoute::destination)
                .anyMatch(Destination.TerminateToHttp.class::isInstance);
    Block httpBlock = block.blockOrEmpty("http");
    if (speaksHttp && http.routes().isEmpty()) {
      findings.warning(
          httpBlock.keyPosition("routes"),
          httpBlock.path().key("routes"),
          "there is no route, so every request that handler \"http\" takes is answered with 404");
    }
    if (!speaksHttp && !http.routes().isEmpty()) {
      findings.warning(
          httpBlock.keyPosition("routes"),
          httpBlock.path().key("routes"),
          "nothing comes here: no TLS route has handler \"http\"");
    }
    if (routing.routes().isEmpty() && routing.defaultDestination() instanceof Destination.Reject) {
      Block tls = block.blockOrEmpty("tls");
      findings.warning(
          tls.keyPosition("routing"),
          tls.path().key("routing"),
          "every connection is rejected: there is no route, and default takes nothing");
    }
  }
}
