package sekisho.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.status.CertificateFacts;

/** What is served, and how that stands which an authority is asked for. */
final class CertificatesPage {
  private CertificatesPage() {}

  /**
   * @param title its first name
   * @param more its other names and addresses
   * @param state in words
   * @param severity the class of its sign
   * @param source in words
   */
  record Served(
      CertificateFacts facts,
      String title,
      String more,
      String state,
      String severity,
      String source) {}

  static Map<String, Object> facts(
      List<CertificateFacts> certificates, Optional<AcmeSection> acme) {
    return Map.of(
        "certificates",
        certificates.stream()
            .sorted(Comparator.comparing(CertificateFacts::notAfter))
            .map(CertificatesPage::served)
            .toList(),
        // A template asks for its parts only where it is there.
        "acme",
        acme.<Object>map(known -> known).orElse(Optional.empty()));
  }

  private static Served served(CertificateFacts facts) {
    List<String> names = new ArrayList<>(facts.names());
    names.addAll(facts.addresses());
    String title = names.isEmpty() ? facts.subject() : names.getFirst();
    return new Served(
        facts,
        title,
        names.size() > 1 ? String.join(", ", names) : "",
        state(facts),
        RecordValues.word(severity(facts)),
        switch (facts.source()) {
          case FILE -> "a file";
          case ACME -> "the authority, by ACME";
          case SELF_SIGNED -> "this proxy itself: no client believes it unless told to";
        });
  }

  private static Severity severity(CertificateFacts facts) {
    return switch (facts.state()) {
      case VALID -> facts.problems().isEmpty() ? Severity.GOOD : Severity.WARN;
      case EXPIRES_SOON -> Severity.WARN;
      case NOT_YET_VALID, EXPIRED -> Severity.BAD;
    };
  }

  private static String state(CertificateFacts facts) {
    return switch (facts.state()) {
      case VALID -> facts.problems().isEmpty() ? "valid" : "valid, with problems";
      case EXPIRES_SOON -> "expires soon";
      case NOT_YET_VALID -> "not valid yet";
      case EXPIRED -> "expired";
    };
  }

  /** What needs attention. */
  static List<Concern> problems(List<CertificateFacts> certificates, Times times) {
    List<Concern> problems = new ArrayList<>();
    for (CertificateFacts facts : certificates) {
      Severity severity = severity(facts);
      if (severity != Severity.GOOD) {
        problems.add(
            Concern.of(
                severity,
                "Certificate of " + served(facts).title() + ": " + state(facts),
                facts.problems().isEmpty()
                    ? "It expires "
                        + times.full(facts.notAfter())
                        + ", "
                        + times.relative(facts.notAfter())
                        + "."
                    : String.join("; ", facts.problems()),
                "/certificates",
                "See the certificates"));
      }
    }
    return problems;
  }
}
