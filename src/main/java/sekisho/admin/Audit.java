package sekisho.admin;

import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The lines of the log that say who came in, who did not, and who changed what. Clients' texts are
 * bounded and escaped; passwords and tokens never get here.
 */
final class Audit {
  private static final Logger LOG = Logger.getLogger(Audit.class);

  private static final int MAX_CHARACTERS = 64;

  /** Methods that only tell. Whatever is not here is logged: what is new, too. */
  private static final Set<String> ONLY_TELL =
      Set.of(
          "version",
          "rpc.discover",
          "stats.connections",
          "stats.tls",
          "stats.http",
          "stats.upstreams",
          "connections.list",
          "certificates.list",
          "acme.status",
          "config.get",
          "config.check",
          "config.diff",
          "config.status",
          "explain",
          "log.recent");

  private Audit() {}

  static void cameIn(Identity identity, String address) {
    LOG.infof("login of %s from %s", quoted(identity.name()), address);
  }

  static void refused(String user, String address, String why) {
    LOG.warnf("failed login of %s from %s: %s", quoted(user), address, why);
  }

  static void left(Identity identity, String address) {
    LOG.infof("logout of %s from %s", quoted(identity.name()), address);
  }

  static void called(String method, String user, String address) {
    if (!ONLY_TELL.contains(method)) {
      LOG.infof("%s from %s calls %s", quoted(user), address, method);
    }
  }

  /** In quotes, on one line, without what rewrites a terminal or hides in it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_CHARACTERS)
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.UNASSIGNED,
                Character.PRIVATE_USE ->
                quoted.append("\\u%04x".formatted(c));
            default -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.appendCodePoint(c);
            }
          }
        });
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
  }
}
