package sekisho.model;

import java.util.List;
import java.util.Optional;

/**
 * The admin UI and JSON-RPC ({@code ui}).
 *
 * @param listen where they are served
 * @param listenPlace where that is written
 * @param remoteUrl a site that serves the UI in place of the built-in one
 * @param access who may come in
 * @param tls the UI's own certificate; empty: plain HTTP
 * @param allowedHosts host names under which it answers, besides addresses and {@code localhost};
 *     in lower case
 */
public record UiSettings(
    ListenAddress listen,
    Place listenPlace,
    Optional<UpstreamUrl> remoteUrl,
    Access access,
    Optional<CertificateSource.Pair> tls,
    List<String> allowedHosts) {
  public UiSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /** Who may come in. */
  public sealed interface Access {
    /** Whoever has the token that is made at start; only on loopback. */
    record OneTimeToken() implements Access {}

    /**
     * @param users who log in with a password
     * @param token a bearer token for programs
     */
    record Configured(List<User> users, Optional<String> token) implements Access {
      public Configured {
        users = List.copyOf(users);
      }

      /** A token is a secret. */
      @Override
      public String toString() {
        return "Configured[users=" + users.stream().map(User::name).toList() + "]";
      }
    }
  }

  /**
   * Somebody with a password.
   *
   * @param name to log in with
   * @param passwordHash what {@code sekisho hash-password} printed
   */
  public record User(String name, PasswordHash passwordHash) {
    @Override
    public String toString() {
      return "User[" + name + "]";
    }
  }
}
