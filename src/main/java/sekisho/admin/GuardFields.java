package sekisho.admin;

import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * The fields that guard what browsers get from here.
 *
 * <p>{@code Referrer-Policy: same-origin}, not {@code no-referrer}: by the latter browsers send
 * {@code Origin: null} with our own forms (Fetch, "append a request Origin header"). No
 * Strict-Transport-Security: it is for a host, and would take away plain HTTP from its other ports.
 */
final class GuardFields {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri"
          + " 'none'";

  private static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

  private GuardFields() {}

  /** For what is made here. Whoever wants it kept says so afterwards. */
  static void onOurs(MultiMap fields) {
    ALWAYS.forEach(fields::set);
    fields.set("Content-Security-Policy", POLICY).set("Cache-Control", "no-store");
  }

  /** For what a site elsewhere made; its own policy holds for its contents. */
  static void onRemote(MultiMap fields) {
    fields.set("X-Frame-Options", "DENY");
    ALWAYS.forEach((name, value) -> {
      if (!fields.contains(name)) {
        fields.set(name, value);
      }
    });
  }
}
