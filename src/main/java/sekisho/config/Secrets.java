package sekisho.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which texts of a configuration file are not to be shown: the values of keys that the schema marks
 * {@code writeOnly}, header values that look like credentials, and whoever logs in by a URL.
 *
 * <p>What a substitution stands for is never shown anyway: the text has its name.
 */
public final class Secrets {
  static final String MASK = "***";

  private static final String MARK = "writeOnly";

  /** Header fields by which somebody is known. */
  private static final Pattern CREDENTIAL_FIELD =
      Pattern.compile(
          "auth|cookie|token|secret|pass|pwd|key|credential|signature|session|jwt|bearer");

  /** RFC 9110 §11.4: a scheme, then what proves it. */
  private static final Pattern CREDENTIAL_VALUE =
      Pattern.compile("(?i)(basic|bearer|digest|apikey|token|negotiate)\\s+\\S.*");

  /** RFC 3986 §3.2.1; a password that should have been escaped may hold an @ itself. */
  private static final Pattern USERINFO = Pattern.compile("(://)[^/\\s\"?#]*@");

  /** Nothing but substitutions without defaults, which say where the secret is and not what. */
  private static final Pattern ELSEWHERE = Pattern.compile("(\\$\\{(?![^}]*:-)[^}]*\\})+");

  /**
   * A key that comments may hold too, and its value, up to a quote behind an even number of
   * backslashes: without an alternative that is repeated, which takes stack for every character.
   */
  private static final Pattern WRITTEN =
      Pattern.compile("\"([A-Za-z0-9_-]+)\"(\\s*:\\s*)\"([^\\n]*?(?<!\\\\)(?:\\\\\\\\)*)\"");

  private Secrets() {}

  /**
   * Whether a text is one.
   *
   * @param says what the schema says of the key
   * @param named whether the key is a name that the file chose, such as that of a header field
   */
  static boolean isSecret(SchemaNode says, boolean named, String key, String text) {
    boolean marked =
        says.node().path(MARK).asBoolean(false) || (named && looksLikeCredentials(key, text));
    return marked && !ELSEWHERE.matcher(text).matches();
  }

  /** Whether whoever has a header field of this name and value is known by it, or could be. */
  public static boolean looksLikeCredentials(String field, String value) {
    return CREDENTIAL_FIELD.matcher(field.toLowerCase(Locale.ROOT)).find()
        || CREDENTIAL_VALUE.matcher(value).matches();
  }

  /** A text without whoever logs in by a URL in it. */
  static String withoutUserinfo(String text) {
    return text.indexOf('@') < 0 ? text : USERINFO.matcher(text).replaceAll("$1" + MASK + "@");
  }

  /** What looks like one in a whole file, in comments too, which no schema knows. */
  static String maskedAnywhere(String file) {
    StringBuilder masked = new StringBuilder();
    int copied = 0;
    Matcher found = WRITTEN.matcher(file);
    while (found.find()) {
      if (isSecretAnywhere(found.group(1), found.group(3))) {
        masked.append(file, copied, found.start(3)).append(MASK);
        copied = found.end(3);
      }
    }
    return withoutUserinfo(
        copied == 0 ? file : masked.append(file, copied, file.length()).toString());
  }

  private static boolean isSecretAnywhere(String key, String value) {
    return !isKnownKey(key)
        && (isMarkedKey(key) || looksLikeCredentials(key, value))
        && !ELSEWHERE.matcher(value).matches();
  }

  private static boolean isMarkedKey(String key) {
    return SecretKeys.NAMES.contains(key);
  }

  /** One that the schema has and does not mark, whatever its name looks like. */
  private static boolean isKnownKey(String key) {
    return SecretKeys.OTHERS.contains(key);
  }
}
