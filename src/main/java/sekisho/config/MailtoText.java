package sekisho.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A contact of an ACME account: {@code mailto:} with one address and nothing more. */
final class MailtoText {
  private static final String SCHEME = "mailto:";

  private MailtoText() {}

  static Parsed<URI> parse(String text) {
    if (!text.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Parsed.bad("does not begin with mailto:");
    }
    String address = text.substring(SCHEME.length());
    // RFC 8555 §7.3: authorities refuse header fields, and more than one address.
    if (address.indexOf('?') >= 0 || address.indexOf(',') >= 0) {
      return Parsed.bad("holds more than one address");
    }
    int at = address.lastIndexOf('@');
    if (at < 1 || at == address.length() - 1) {
      return Parsed.bad("holds no address of the form name@host");
    }
    try {
      return Parsed.good(new URI(text));
    } catch (URISyntaxException _) {
      return Parsed.bad("is no URL");
    }
  }
}
