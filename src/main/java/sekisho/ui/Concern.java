package sekisho.ui;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that needs attention, and where to look at it.
 *
 * @param headline what it is, in one line
 * @param detail what is known of it
 * @param reason the stable code; empty: it has none
 * @param since empty: not known
 * @param advice what to look at next; empty: the page that it links to says all
 * @param page the path of the page that it belongs to
 * @param anchor within it; empty: the page as a whole
 * @param linkText where the link goes, in words
 */
record Concern(
    Severity severity,
    String headline,
    String detail,
    String reason,
    Optional<Instant> since,
    String advice,
    String page,
    String anchor,
    String link,
    String linkText) {

  /** A problem of one thing on a page. */
  static Concern of(
      Severity severity, String headline, String detail, String page, String linkText) {
    return new Concern(
        severity, headline, detail, "", Optional.empty(), "", page, "", page, linkText);
  }

  Concern because(String code, Optional<Instant> from, String next) {
    return new Concern(severity, headline, detail, code, from, next, page, anchor, link, linkText);
  }

  Concern at(String place) {
    return new Concern(
        severity,
        headline,
        detail,
        reason,
        since,
        advice,
        page,
        place,
        page + "#" + place,
        linkText);
  }
}
