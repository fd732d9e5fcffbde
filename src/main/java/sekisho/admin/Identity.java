package sekisho.admin;

import sekisho.model.UiSettings.Access;
import sekisho.model.UiSettings.User;

/** By what somebody came in. */
sealed interface Identity {
  /** With a password. */
  record OfUser(User user) implements Identity {
    @Override
    public String name() {
      return user.name();
    }
  }

  /**
   * With {@code ui.auth.token}.
   *
   * @param fingerprint of the token
   */
  record OfToken(String fingerprint) implements Identity {
    @Override
    public String name() {
      return "(token)";
    }
  }

  /** With the token that is good for once. */
  record OfOneTimeToken() implements Identity {
    @Override
    public String name() {
      return "(one-time token)";
    }
  }

  /** For people; no user's name has parentheses around it and a blank in it. */
  String name();

  /** Whether it still lets in under a configuration that may be another than then. */
  default boolean isAdmittedBy(Access access) {
    return switch (this) {
      case OfUser(User user) ->
          access instanceof Access.Configured configured && configured.users().contains(user);
      case OfToken(String fingerprint) ->
          access instanceof Access.Configured configured
              && configured
                  .token()
                  .map(RandomSecrets::fingerprint)
                  .filter(fingerprint::equals)
                  .isPresent();
      case OfOneTimeToken() -> access instanceof Access.OneTimeToken;
    };
  }
}
