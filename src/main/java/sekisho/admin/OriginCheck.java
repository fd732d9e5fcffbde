package sekisho.admin;

import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser says that another site is behind a request: by {@code Origin} (RFC 6454 §7) and
 * {@code Sec-Fetch-Site} (Fetch Metadata). SameSite does not do: to cookies, all ports of a host
 * are one site.
 */
final class OriginCheck {
  private static final String HTTPS = "https://";
  private static final String HTTP = "http://";

  private OriginCheck() {}

  /** What the fields say. */
  enum Finding {
    /** Our own page asks, or somebody typed the address. */
    OURS,
    /** Nothing is said: no browser of today, or a GET by one that has nothing to compare. */
    SILENT,
    /** Another site asks. */
    FOREIGN
  }

  /**
   * @param host the request's Host, which {@link HostCheck} has let pass
   * @param secure whether the connection is TLS; else something before us may end it, so that
   *     either scheme can be ours
   */
  static Finding of(MultiMap fields, String host, boolean secure) {
    if (fields.getAll("Origin").size() > 1) {
      return Finding.FOREIGN;
    }
    @Nullable String origin = fields.get("Origin");
    @Nullable String site = fields.get("Sec-Fetch-Site");
    if (origin != null && !isOurs(origin, host, secure)) {
      return Finding.FOREIGN;
    }
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return Finding.FOREIGN;
    }
    return origin == null && site == null ? Finding.SILENT : Finding.OURS;
  }

  private static boolean isOurs(String origin, String host, boolean secure) {
    String written = origin.toLowerCase(Locale.ROOT);
    String ours = host.toLowerCase(Locale.ROOT);
    return written.equals(HTTPS + withoutPort(ours, ":443"))
        || (!secure && written.equals(HTTP + withoutPort(ours, ":80")));
  }

  /** A browser leaves the scheme's own port out, others need not. */
  private static String withoutPort(String host, String port) {
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }

  /**
   * Whether another site asks for more than somebody's following a link to us
   * (https://web.dev/articles/fetch-metadata).
   *
   * @param isRead whether it is a GET or HEAD
   */
  static boolean isRefused(MultiMap fields, Finding finding, boolean isRead) {
    boolean isNavigation =
        isRead
            && !fields.contains("Origin")
            && "navigate".equals(fields.get("Sec-Fetch-Mode"))
            && "document".equals(fields.get("Sec-Fetch-Dest"));
    return finding == Finding.FOREIGN && !isNavigation;
  }
}
