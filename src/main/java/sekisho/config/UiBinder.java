package sekisho.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sekisho.model.CertificateSource;
import sekisho.model.ListenAddress;
import sekisho.model.UiSettings;
import sekisho.model.UiSettings.Access;
import sekisho.model.UiSettings.User;
import sekisho.model.UpstreamUrl;

/** {@code ui}. */
final class UiBinder {
  private final Path folder;
  private final Listeners listeners;

  UiBinder(Path folder, Listeners listeners) {
    this.folder = folder;
    this.listeners = listeners;
  }

  /** Empty when there is to be none, or the block is unusable; then the findings say why. */
  Optional<UiSettings> bind(Block ui) {
    if (!ui.flag("enabled")) {
      return Optional.empty();
    }
    Optional<ListenAddress> listen = listeners.add(ui, "listen").stream().findFirst();
    Word place = ui.word("listen").orElseThrow();
    return listen.map(address ->
        new UiSettings(
            address,
            place.place(),
            remoteUrl(ui),
            ui.block("auth").map(UiBinder::access).orElseGet(Access.OneTimeToken::new),
            ui.block("tls").flatMap(this::pair),
            ui.words("allowed_hosts").stream()
                .map(word -> word.value().toLowerCase(Locale.ROOT))
                .toList()));
  }

  private Optional<UpstreamUrl> remoteUrl(Block ui) {
    return ui.word("remote_url")
        .flatMap(word ->
            UpstreamUrlText.parse(word.value(), folder)
                    instanceof Parsed.Good<UpstreamUrl>(UpstreamUrl url)
                ? Optional.of(url)
                : Optional.empty());
  }

  private static Access access(Block auth) {
    List<User> users =
        auth.blocks("users").stream()
            .flatMap(user ->
                user.word("name").stream()
                    .flatMap(name ->
                        user.word("password_hash").stream()
                            .map(hash -> new User(name.value(), hash.value()))))
            .toList();
    return new Access.Configured(users, auth.word("token").map(Word::value));
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
