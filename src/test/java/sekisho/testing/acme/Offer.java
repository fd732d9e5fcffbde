package sekisho.testing.acme;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What an authority is, for as long as it runs.
 *
 * @param clock tells now
 * @param profiles what it offers, by name, the default first; empty: it does not know profiles
 * @param externalAccounts secrets by key identifier; empty: whoever comes gets an account
 * @param renewalInfo whether it says when to renew
 * @param vantagePoints from how many places it asks at once
 */
record Offer(
    Clock clock,
    Map<String, Profile> profiles,
    Map<String, byte[]> externalAccounts,
    boolean renewalInfo,
    int vantagePoints) {

  /** Who is asked for no profile gives this one. */
  Optional<String> defaultProfile() {
    return profiles.keySet().stream().findFirst();
  }
}
