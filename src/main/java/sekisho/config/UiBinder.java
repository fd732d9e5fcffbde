package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.model.CertificateSource;
import sekisho.model.ListenAddress;
import sekisho.model.ServerName;
import sekisho.model.TcpUpstream;
import sekisho.model.UiSettings;
import sekisho.model.UiSettings.Access;
import sekisho.model.UpstreamUrl;

/** {@code ui}. */
final class UiBinder {
  private static final String LOCALHOST = "localhost";

  private final Path folder;
  private final Findings findings;
  private final PortClaims claims;

  UiBinder(Path folder, Findings findings, PortClaims claims) {
    this.folder = folder;
    this.findings = findings;
    this.claims = claims;
  }

  /** Empty when there is to be none, or the block is unusable; then the findings say why. */
  Optional<UiSettings> bind(Block ui) {
    if (!ui.flag("enabled")) {
      return Optional.empty();
    }
    Optional<ListenAddress> listen = claims.add(ui, "listen").stream().findFirst();
    Word place = ui.word("listen").orElseThrow();
    Access access =
        ui.block("auth")
            .map(new UiAccessBinder(findings)::bind)
            .orElseGet(Access.OneTimeToken::new);
    Optional<CertificateSource.Pair> tls = ui.block("tls").flatMap(this::pair);
    Optional<UpstreamUrl> remoteUrl = remoteUrl(ui);
    List<String> allowedHosts = allowedHosts(ui);
    listen.ifPresent(address -> requireGuarded(ui, place, address));
    return listen.map(
        address -> new UiSettings(address, place.place(), remoteUrl, access, tls, allowedHosts));
  }

  /** Whoever can reach a listener off loopback is not known to be of this machine. */
  private void requireGuarded(Block ui, Word place, ListenAddress address) {
    if (address.address().isLoopbackAddress()) {
      return;
    }
    // By what is written: a block that is wrong has been reported already.
    if (!ui.has("auth")) {
      findings.error(
          place.position(),
          place.path(),
          place.shown()
              + " can be reached from elsewhere, so it needs auth; allowed without: a loopback"
              + " address such as 127.0.0.1:9091");
    }
    if (ui.has("tls")) {
      return;
    }
    if (ui.flag("insecure")) {
      findings.warning(
          ui.keyPosition("insecure"),
          ui.path().key("insecure"),
          "passwords and sessions pass the network for anybody to read");
    } else {
      findings.error(
          place.position(),
          place.path(),
          place.shown()
              + " can be reached from elsewhere, so it needs tls; allowed without: a loopback"
              + " address, or \"insecure\": true for passwords and sessions in the clear");
    }
  }

  private Optional<UpstreamUrl> remoteUrl(Block ui) {
    Optional<Word> word = ui.word("remote_url");
    if (word.isPresent()
        && UpstreamUrlText.parse(word.get().value(), folder)
            instanceof Parsed.Good<UpstreamUrl>(UpstreamUrl url)) {
      if (!url.secure()
          && url.server() instanceof TcpUpstream.HostPort(String host, int _)
          && !isLoopback(host)) {
        findings.warning(
            word.get().position(),
            word.get().path(),
            "whoever is on the way to a site without https can put another one in its place, with"
                + " admin power");
      }
      return Optional.of(url);
    }
    return Optional.empty();
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase(LOCALHOST)
        || IpLiteral.parse(host).filter(address -> address.isLoopbackAddress()).isPresent();
  }

  private List<String> allowedHosts(Block ui) {
    List<String> hosts = new ArrayList<>();
    for (Word word : ui.words("allowed_hosts")) {
      switch (ServerNameText.name(word.value())) {
        case Parsed.Good<ServerName>(ServerName name) -> hosts.add(name.text());
        case Parsed.Bad<ServerName>(String reason) ->
            findings.unusable(
                word.position(),
                word.path(),
                word.shown()
                    + " "
                    + reason
                    + "; allowed: a DNS name without a port, such as admin.example.com; addresses"
                    + " and localhost pass without being named");
      }
    }
    return hosts;
  }

  private Optional<CertificateSource.Pair> pair(Block tls) {
    return tls.word("certificate")
        .flatMap(certificate ->
            tls.word("private_key")
                .map(key ->
                    new CertificateSource.Pair(
                        folder.resolve(certificate.value()),
                        certificate.place(),
                        folder.resolve(key.value()),
                        key.place(),
                        tls.word("passphrase_file").map(word -> folder.resolve(word.value())))));
  }
}
