package sekisho.config;

import java.net.IDN;
import java.util.Optional;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;

/** DNS names as people write them: in any case, with a trailing dot, in their own script. */
public final class ServerNameText {
  private static final String WILDCARD = "*.";

  // The JDK knows IDNA2003 alone, which maps these away; UTS #46 and browsers keep them (RFC 5894
  // §7.2).
  private static final String DEVIATIONS = "ßẞς\u200c\u200d";

  private ServerNameText() {}

  /** A name or {@code *.name}. */
  static Parsed<ServerNamePattern> parse(String text) {
    if (text.startsWith(WILDCARD)) {
      return name(text.substring(WILDCARD.length()))
          .then(parent -> Parsed.good(new ServerNamePattern.Wildcard(parent)));
    }
    return name(text).then(name -> Parsed.good(new ServerNamePattern.Exact(name)));
  }

  static Parsed<ServerName> name(String text) {
    if (text.isEmpty()) {
      return Parsed.bad("has no name");
    }
    if (text.indexOf('*') >= 0) {
      return Parsed.bad(
          "has a * that is not its whole first label, or where no wildcard is allowed");
    }
    if (IpLiteral.parse(text.replaceAll("[\\[\\]]", "")).isPresent()) {
      return Parsed.bad("is an IP address, which is no name");
    }
    if (text.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      return Parsed.bad("holds a letter that IDNA versions treat differently: write the xn-- form");
    }
    return aLabels(text);
  }

  /**
   * What a client sends for a name that a person wrote (RFC 5890 §2.3.2.1): A-labels where the name
   * is in its own script, else the text as it is, be it a name or not.
   *
   * @return empty: it cannot be sent at all
   */
  public static Optional<String> asSent(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return Optional.of(text);
    }
    return switch (name(text)) {
      case Parsed.Good<ServerName>(ServerName name) -> Optional.of(name.text());
      case Parsed.Bad<ServerName> _ -> Optional.empty();
    };
  }

  private static Parsed<ServerName> aLabels(String text) {
    try {
      boolean ascii = text.chars().allMatch(c -> c < 0x80);
      String name = ServerName.normalize(ascii ? text : IDN.toASCII(text));
      return ServerName.isValid(name)
          ? Parsed.good(new ServerName(name))
          : Parsed.bad("is no DNS name");
    } catch (IllegalArgumentException _) {
      return Parsed.bad("is no internationalised DNS name");
    }
  }
}
