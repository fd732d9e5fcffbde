package sekisho.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sekisho.model.ClientAuth;
import sekisho.model.Place;

/** {@code client_auth}: that of a route, else that of {@code proxy.tls}. */
final class ClientAuthBinder {
  private final Path folder;
  private final Optional<ClientAuth> ofAll;
  private final Map<Path, Place> authorities = new LinkedHashMap<>();

  /**
   * @param tls {@code proxy.tls}
   */
  ClientAuthBinder(Path folder, Block tls) {
    this.folder = folder;
    this.ofAll = own(tls);
  }

  /** What holds for a route that ends TLS. */
  Optional<ClientAuth> of(Block route) {
    return route.has("client_auth") ? own(route) : ofAll;
  }

  /** Every file that was named, by now. */
  Map<Path, Place> authorities() {
    return authorities;
  }

  private Optional<ClientAuth> own(Block block) {
    Optional<Block> found = block.block("client_auth");
    Optional<Word> ca = found.flatMap(auth -> auth.word("ca"));
    if (ca.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.resolve(ca.get().value());
    authorities.putIfAbsent(file, ca.get().place());
    return found
        .get()
        .choice("mode", ClientAuth.Mode.class)
        .map(mode -> new ClientAuth(file, mode));
  }
}
