package sekisho.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import sekisho.route.PathRegex;

/** The formats that texts have in the schema ({@code "format"}), each with its reader. */
enum TextFormat {
  LISTEN_ADDRESS("an IP address and a port, such as 0.0.0.0:443 or [::]:443"),
  TCP_UPSTREAM("host:port, [IPv6]:port or unix:/path"),
  UPSTREAM_URL("http://host:port or https://host:port, with or without a path, or unix:/socket"),
  ADDRESS_BLOCK("an IP address, or a CIDR block such as 10.0.0.0/8 or 2001:db8::/32"),
  SERVER_NAME("a DNS name such as example.com, or *.example.com"),
  REQUEST_PATH("a normalised path, such as /a/b"),
  PATH_PREFIX("the beginning of a normalised path, such as /a"),
  REGEX("an RE2 expression"),
  METHOD("a method such as GET"),
  FIELD_VALUE("a header field's value without control characters"),
  FORWARDED_FIELD("the name of an end-to-end header field that the proxy does not write itself"),
  REQUEST_FIELD("the name of an end-to-end header field other than Via and Expect"),
  RESPONSE_FIELD("the name of an end-to-end header field of responses"),
  LIMIT_KEY("client_ip, global or header:NAME"),
  ACME_DIRECTORY("letsencrypt, letsencrypt-staging, zerossl, or the https:// URL of a directory"),
  ACME_IDENTIFIER("a DNS name without *, or an IP address"),
  MAILTO("one address, such as mailto:ops@example.com"),
  FILE_PATH("a file's path");

  // Whether a text is well-formed does not depend on what it is relative to.
  private static final Path ANY_FOLDER = Path.of("/");

  private final String allowed;

  TextFormat(String allowed) {
    this.allowed = allowed;
  }

  static TextFormat named(String schemaName) {
    return Arrays.stream(values())
        .filter(format -> format.schemaName().equals(schemaName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such format: " + schemaName));
  }

  String schemaName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is allowed, as the end of a message. */
  String allowed() {
    return allowed;
  }

  /** What is wrong with a text, after "X …". */
  Optional<String> fault(String text) {
    Parsed<?> parsed =
        switch (this) {
          case LISTEN_ADDRESS -> ListenAddressText.parse(text);
          case TCP_UPSTREAM -> TcpUpstreamText.parse(text, ANY_FOLDER);
          case UPSTREAM_URL -> UpstreamUrlText.parse(text, ANY_FOLDER);
          case ADDRESS_BLOCK -> AddressBlockText.parse(text);
          case SERVER_NAME -> ServerNameText.parse(text);
          case REQUEST_PATH -> RequestPathText.parse(text);
          case PATH_PREFIX -> RequestPathText.parsePrefix(text);
          case REGEX -> regex(text);
          case METHOD -> FieldText.token(text);
          case FIELD_VALUE -> FieldText.value(text);
          case FORWARDED_FIELD -> FieldText.forwarded(text);
          case REQUEST_FIELD -> FieldText.settableInRequests(text);
          case RESPONSE_FIELD -> FieldText.editableInResponses(text);
          case LIMIT_KEY -> FieldText.limitKey(text);
          case ACME_DIRECTORY -> AcmeDirectory.parse(text);
          case ACME_IDENTIFIER -> AcmeIdentifierText.parse(text);
          case MAILTO -> MailtoText.parse(text);
          case FILE_PATH -> path(text);
        };
    return parsed.fault();
  }

  /** A file's path as it is written, relative or absolute. */
  static Parsed<Path> path(String text) {
    if (text.isEmpty()) {
      return Parsed.bad("is empty");
    }
    try {
      return Parsed.good(Path.of(text));
    } catch (InvalidPathException _) {
      return Parsed.bad("holds a character that paths cannot have");
    }
  }

  private static Parsed<String> regex(String text) {
    // What follows the colon quotes the expression, which the message has before it already.
    return PathRegex.problem(text)
        .map(problem -> problem.split(":", 2)[0])
        .map(reason -> Parsed.<String>bad("is no usable RE2 expression: " + reason))
        .orElseGet(() -> Parsed.good(text));
  }
}
