package sekisho.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sekisho.model.ServerName;

/**
 * Which DNS names public authorities certify: those of the public DNS (CA/Browser Forum Baseline
 * Requirements §4.2.2, "Internal Name").
 */
final class PublicNames {
  /** RFC 952, RFC 1123 §2.1; names of other kinds are in DNS, but not in certificates. */
  private static final Pattern HOST_NAME =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");

  /** Names that nobody can own, and what says so. */
  private static final Map<String, String> SPECIAL = new LinkedHashMap<>();

  /** Names for examples; a file that still has one is a file that is being written. */
  private static final Map<String, String> DOCUMENTATION = new LinkedHashMap<>();

  static {
    SPECIAL.put("test", "RFC 6761 §6.2");
    SPECIAL.put("localhost", "RFC 6761 §6.3");
    SPECIAL.put("invalid", "RFC 6761 §6.4");
    SPECIAL.put("local", "RFC 6762 §3");
    SPECIAL.put("onion", "RFC 7686");
    SPECIAL.put("home.arpa", "RFC 8375");
    SPECIAL.put("alt", "RFC 9476");
    SPECIAL.put("internal", "reserved by ICANN for private use");
    DOCUMENTATION.put("example", "RFC 6761 §6.5");
    DOCUMENTATION.put("example.com", "RFC 6761 §6.5");
    DOCUMENTATION.put("example.net", "RFC 6761 §6.5");
    DOCUMENTATION.put("example.org", "RFC 6761 §6.5");
  }

  private PublicNames() {}

  static Optional<Objection> objection(ServerName name) {
    if (!HOST_NAME.matcher(name.text()).matches()) {
      return Objection.error(
          "is no host name: a label has an underscore, or a hyphen at its beginning or end");
    }
    Optional<String> special = above(name, SPECIAL);
    if (special.isPresent()) {
      return Objection.error("is a name that nobody can own (" + special.get() + ")");
    }
    Optional<String> documentation = above(name, DOCUMENTATION);
    if (documentation.isPresent()) {
      return Objection.warning("is for examples (" + documentation.get() + ")");
    }
    if (name.text().indexOf('.') < 0) {
      return Objection.error("has one label, and is known in your own network at most");
    }
    // The list is as old as this program, and new suffixes come: no reason to refuse a file.
    return switch (PublicSuffix.relationOf(name)) {
      case BELOW_ONE -> Optional.empty();
      case IS_ONE -> Objection.warning("is a public suffix, below which others have their names");
      case UNKNOWN -> Objection.warning("ends in no public suffix that is known here");
    };
  }

  /** What is said of the name, or of one above it. */
  private static Optional<String> above(ServerName name, Map<String, String> names) {
    return names.entrySet().stream()
        .filter(entry ->
            name.text().equals(entry.getKey()) || name.text().endsWith("." + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
