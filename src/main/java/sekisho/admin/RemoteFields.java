package sekisho.admin;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sekisho.model.UpstreamUrl;

/**
 * What of a request and an answer passes between a browser and the site of {@code ui.remote_url}:
 * the site never sees what lets somebody in here, and can neither take it away nor put its own in
 * its place.
 */
final class RemoteFields {
  /** RFC 9110 §7.6.1, and what is between this server and one of its neighbours alone. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  /** Ours, or written anew. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "host",
          "authorization",
          "cookie",
          "origin",
          "referer",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-real-ip",
          "expect");

  /** What would hold for this host's other ports, or for who comes in here. */
  private static final Set<String> NOT_TAKEN =
      Set.of(
          "set-cookie",
          "location",
          "strict-transport-security",
          "alt-svc",
          "clear-site-data",
          "service-worker-allowed",
          "www-authenticate",
          "access-control-allow-origin",
          "access-control-allow-credentials");

  private final UpstreamUrl remote;
  private final Cookies cookies;

  RemoteFields(UpstreamUrl remote, Cookies cookies) {
    this.remote = remote;
    this.cookies = cookies;
  }

  /** The site's own origin, as its pages have it. */
  private String origin() {
    return (remote.secure() ? "https://" : "http://") + remote.authority();
  }

  /** A request's fields as the site gets them, but for how it is framed. */
  void request(AdminRequest from, MultiMap to) {
    MultiMap fields = from.fields();
    copy(fields, to, NOT_SENT);
    to.set("Host", remote.authority());
    cookies.others(fields).ifPresent(others -> to.set("Cookie", others));
    // What is not ours was refused before: the site is told that its own page asks.
    if (fields.contains("Origin")) {
      to.set("Origin", origin());
    }
    to.set("X-Forwarded-For", from.address());
    to.set("X-Forwarded-Host", from.host());
    to.set("X-Forwarded-Proto", from.isSecure() ? "https" : "http");
  }

  /** An answer's fields as the browser gets them, but for how it is framed. */
  void answer(MultiMap from, MultiMap to) {
    copy(from, to, NOT_TAKEN);
    from.getAll("Set-Cookie")
        .forEach(cookie -> ownCookie(cookie).ifPresent(own -> to.add("Set-Cookie", own)));
    @Nullable String location = from.get("Location");
    if (location != null) {
      to.set("Location", here(location));
    }
    GuardFields.onRemote(to);
  }

  private static void copy(MultiMap from, MultiMap to, Set<String> without) {
    // RFC 9110 §7.6.1: what Connection names goes too.
    Set<String> named = new HashSet<>();
    for (String field : from.getAll("Connection")) {
      for (String name : field.split(",", -1)) {
        named.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    from.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(lower) && !without.contains(lower) && !named.contains(lower)) {
        to.add(name, value);
      }
    });
  }

  /**
   * A cookie for this host alone; empty for one that would be taken for ours. A nameless one is
   * sent back as its bare value, which can look like anything.
   */
  private Optional<String> ownCookie(String cookie) {
    String[] parts = cookie.split(";", -1);
    String name = parts[0].contains("=") ? parts[0].split("=", 2)[0].strip() : "";
    if (name.isEmpty() || cookies.isOurs(name)) {
      return Optional.empty();
    }
    StringBuilder kept = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].strip().toLowerCase(Locale.ROOT).startsWith("domain")) {
        kept.append(';').append(parts[i]);
      }
    }
    return Optional.of(kept.toString());
  }

  /** An address at the site, as it is reached by way of us. */
  private String here(String location) {
    String base = origin() + remote.path().filter(path -> !path.equals("/")).orElse("");
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return location.equals(trimmed)
        ? "/"
        : location.startsWith(trimmed + "/") ? location.substring(trimmed.length()) : location;
  }
}
