package sekisho;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sekisho.acme.CertificateStatus;
import sekisho.acme.TimelineEntry;

/** How a certificate stands, as lines for people. */
final class AcmeStatusText {
  private static final int NEWEST = 12;

  private AcmeStatusText() {}

  static List<String> of(CertificateStatus status, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(status.name());
    if (!status.identifiers().equals(List.of(status.name()))) {
      lines.add("  for       " + String.join(", ", status.identifiers()));
    }
    lines.add("  " + certificate(status, now));
    lines.add("  " + next(status, now));
    status
        .state()
        .failure()
        .ifPresent(failure -> {
          lines.add(
              "  failed    "
                  + status.state().failures()
                  + (status.state().failures() == 1 ? " time: " : " times in a row: ")
                  + failure.text());
          failure.problem().ifPresent(problem -> lines.add("            " + problem));
        });
    List<TimelineEntry> timeline = status.state().timeline();
    for (TimelineEntry entry :
        timeline.subList(Math.max(0, timeline.size() - NEWEST), timeline.size())) {
      lines.add(
          "  %s  %-10s %s"
              .formatted(
                  entry.at().truncatedTo(ChronoUnit.SECONDS),
                  entry.what().name().toLowerCase(Locale.ROOT),
                  entry.text()));
    }
    return lines;
  }

  private static String certificate(CertificateStatus status, Instant now) {
    return status
        .pair()
        .map(pair ->
            (now.isAfter(pair.notAfter()) ? "EXPIRED   " : "valid     ")
                + pair.notBefore()
                + " to "
                + pair.notAfter()
                + ", by "
                + pair.leaf().getIssuerX500Principal())
        .orElse("valid     not yet: there is none");
  }

  private static String next(CertificateStatus status, Instant now) {
    return status
        .due()
        .filter(due -> due.isAfter(now))
        .map(due -> "next      " + due.truncatedTo(ChronoUnit.SECONDS))
        .orElse("next      now");
  }
}
