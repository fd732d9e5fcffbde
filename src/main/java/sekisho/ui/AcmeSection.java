package sekisho.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.acme.CertificateStatus;
import sekisho.acme.TimelineEntry;
import sekisho.certificate.CertificatePair;
import sekisho.status.AcmeFacts;

/**
 * The certificates that the proxy gets by itself, as pages show them.
 *
 * @param directory of the authority
 * @param trouble why they cannot be read; empty: they can
 */
record AcmeSection(String directory, Optional<String> trouble, List<Certificate> certificates) {
  AcmeSection {
    certificates = List.copyOf(certificates);
  }

  /**
   * @param state in words
   * @param severity the class of its sign
   * @param due empty: now
   * @param problem the authority's words of the last failure, where the last attempt failed
   * @param timeline the latest first
   */
  record Certificate(
      String name,
      List<String> identifiers,
      String state,
      String severity,
      Optional<Instant> notAfter,
      Optional<Instant> due,
      int failures,
      Optional<Instant> failedAt,
      String failure,
      Optional<String> problem,
      List<Entry> timeline) {}

  /**
   * @param problem the authority's words, as they came, a line for each member
   */
  record Entry(TimelineEntry entry, String severity, Optional<String> problem) {}

  static AcmeSection of(AcmeFacts facts) {
    return new AcmeSection(
        facts.directory(),
        facts.trouble(),
        facts.certificates().stream().map(AcmeSection::certificate).toList());
  }

  private static Certificate certificate(CertificateStatus status) {
    Optional<TimelineEntry> failure = status.state().failure();
    boolean has = status.pair().isPresent();
    int failures = status.state().failures();
    List<Entry> timeline = new ArrayList<>();
    for (TimelineEntry entry : status.state().timeline().reversed()) {
      timeline.add(new Entry(entry, severity(entry), entry.problem().map(AcmeSection::words)));
    }
    return new Certificate(
        status.name(),
        status.identifiers(),
        failures > 0 ? "failing" : has ? "got" : "being got",
        RecordValues.word(
            failures > 0
                ? (has ? Severity.WARN : Severity.BAD)
                : has ? Severity.GOOD : Severity.PLAIN),
        status.pair().map(CertificatePair::notAfter),
        status.due(),
        failures,
        failure.map(TimelineEntry::at),
        failure.map(TimelineEntry::text).orElse(""),
        failure.flatMap(TimelineEntry::problem).map(AcmeSection::words),
        timeline);
  }

  private static String severity(TimelineEntry entry) {
    return switch (entry.what()) {
      case ISSUED, TRIED, VALIDATED -> "good";
      case FAILED -> "bad";
      case ORDERED, CHALLENGED, REQUESTED -> "plain";
    };
  }

  private static String words(JsonNode problem) {
    return problem.toPrettyString();
  }

  /** What needs attention. */
  List<Concern> problems() {
    List<Concern> problems = new ArrayList<>();
    trouble.ifPresent(why ->
        problems.add(
            Concern.of(
                Severity.BAD,
                "The storage of certificates cannot be read",
                why,
                "/certificates",
                "See the certificates")));
    for (Certificate certificate : certificates) {
      if (certificate.failures() > 0) {
        problems.add(
            Concern.of(
                    certificate.notAfter().isPresent() ? Severity.WARN : Severity.BAD,
                    "No new certificate for " + certificate.name(),
                    certificate.failure(),
                    "/certificates",
                    "Read the authority’s words")
                .because("", certificate.failedAt(), "")
                .at("acme-" + certificate.name()));
      }
    }
    return problems;
  }
}
