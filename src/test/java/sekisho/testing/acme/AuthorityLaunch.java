package sekisho.testing.acme;

import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an {@link AcmeAuthority} is to be. */
public final class AuthorityLaunch {
  private static final int VANTAGE_POINTS = 3;

  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final Map<String, byte[]> externalAccounts = new LinkedHashMap<>();
  private Clock clock = Clock.systemUTC();
  private boolean renewalInfo = true;
  private int vantagePoints = VANTAGE_POINTS;

  AuthorityLaunch() {}

  /** Tells the time of everything that it writes. */
  public AuthorityLaunch clock(Clock other) {
    clock = other;
    return this;
  }

  /** The first one is the default. */
  public AuthorityLaunch profile(String name, Profile profile) {
    profiles.put(name, profile);
    return this;
  }

  /**
   * New accounts have to be bound (RFC 8555 §7.3.4).
   *
   * @param secret in base64url
   */
  public AuthorityLaunch externalAccount(String keyId, String secret) {
    externalAccounts.put(keyId, Base64.getUrlDecoder().decode(secret));
    return this;
  }

  /** It has never heard of RFC 9773. */
  public AuthorityLaunch withoutRenewalInfo() {
    renewalInfo = false;
    return this;
  }

  /** From how many places it asks at once. */
  public AuthorityLaunch vantagePoints(int count) {
    vantagePoints = count;
    return this;
  }

  public AcmeAuthority start() {
    return AcmeAuthority.start(
        new Offer(clock, profiles, externalAccounts, renewalInfo, vantagePoints));
  }
}
