package sekisho.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an authority's directory is (RFC 8555 §7.1.1), by its name or as a URL.
 *
 * @param dryRun where a dry run goes; {@code url} itself, where no staging directory is known
 * @param isPublic whether it is an authority that browsers trust, bound by what they agreed on with
 *     it; false: nobody knows what it certifies
 */
record AcmeDirectory(URI url, URI dryRun, boolean isPublic) {
  private static final String HTTPS = "https://";
  private static final int MAX_PORT = 65_535;

  /** The authorities that have names, each with its name in the file. */
  private enum Known {
    LETSENCRYPT("https://acme-v02.api.letsencrypt.org/directory"),
    LETSENCRYPT_STAGING("https://acme-staging-v02.api.letsencrypt.org/directory"),
    ZEROSSL("https://acme.zerossl.com/v2/DV90");

    private final URI url;

    Known(String url) {
      this.url = URI.create(url);
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private AcmeDirectory directory() {
      return switch (this) {
        case LETSENCRYPT -> new AcmeDirectory(url, LETSENCRYPT_STAGING.url, true);
        case LETSENCRYPT_STAGING, ZEROSSL -> new AcmeDirectory(url, url, true);
      };
    }
  }

  static Parsed<AcmeDirectory> parse(String text) {
    Optional<Known> named =
        Arrays.stream(Known.values()).filter(known -> known.text().equals(text)).findFirst();
    if (named.isPresent()) {
      return Parsed.good(named.get().directory());
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://")) {
      return Parsed.bad("begins with http://, and ACME is spoken over TLS alone (RFC 8555 §6.1)");
    }
    if (!lower.startsWith(HTTPS)) {
      return Parsed.bad("is no authority's name and does not begin with https://");
    }
    return url(text).then(url -> Parsed.good(at(url)));
  }

  /** Whether it asks for an account that the operator has there already. */
  boolean needsExternalAccount() {
    return url.equals(Known.ZEROSSL.url);
  }

  /** Who writes the URL of an authority that has a name means the same. */
  private static AcmeDirectory at(URI url) {
    return Arrays.stream(Known.values())
        .filter(known -> known.url.equals(url))
        .findFirst()
        .map(Known::directory)
        .orElseGet(() -> new AcmeDirectory(url, url, false));
  }

  private static Parsed<URI> url(String text) {
    try {
      URI url = new URI(text);
      if (url.getUserInfo() != null) {
        return Parsed.bad("holds a user name, which no directory has");
      }
      if (url.getFragment() != null) {
        return Parsed.bad("holds a fragment, which no directory has");
      }
      if (url.getHost() == null || url.getPort() == 0 || url.getPort() > MAX_PORT) {
        return Parsed.bad("has no host and port that can be called");
      }
      return Parsed.good(url);
    } catch (URISyntaxException _) {
      return Parsed.bad("is no URL");
    }
  }
}
