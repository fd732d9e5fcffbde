package sekisho.ui;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sekisho.control.LastReload;
import sekisho.metrics.Reason;
import sekisho.status.ConnectionsFacts;
import sekisho.status.HttpFacts;
import sekisho.status.ProgramFacts;
import sekisho.status.ReasonCount;
import sekisho.status.Status;

/** Everything that needs somebody's attention, what fails first. */
final class Attention {
  /** Of connections and files: from here on it is time to look. */
  private static final double NEARLY_FULL = 0.9;

  private Attention() {}

  /**
   * @param acme empty: the proxy gets no certificates by itself
   * @param reload the last one
   * @param then what was counted a minute ago
   */
  static List<Concern> of(
      Status status,
      Optional<AcmeSection> acme,
      Optional<LastReload> reload,
      Optional<Sample> then,
      Times times) {
    Instant now = times.now();
    List<Concern> problems = new ArrayList<>();
    problems.addAll(UpstreamsPage.problems(status.upstreams(), now));
    problems.addAll(CertificatesPage.problems(status.certificates(), times));
    acme.ifPresent(known -> problems.addAll(known.problems()));
    problems.addAll(ConfigPage.problems(reload));
    problems.addAll(ofProgram(status.program(), status.connections()));
    problems.addAll(ofCounts(status.http(), status.errors(), then));
    return sorted(problems);
  }

  static List<Concern> sorted(List<Concern> problems) {
    return problems.stream().sorted(Comparator.comparing(Concern::severity).reversed()).toList();
  }

  static List<Concern> ofProgram(ProgramFacts program, ConnectionsFacts connections) {
    List<Concern> problems = new ArrayList<>();
    if (!program.ready()) {
      problems.add(
          Concern.of(
              Severity.WARN,
              "The proxy stops",
              "It takes no new connections and waits for the open ones.",
              "/connections",
              "See who is connected"));
    }
    if (connections.active() >= connections.max() * NEARLY_FULL) {
      problems.add(
          Concern.of(
              connections.active() >= connections.max() ? Severity.BAD : Severity.WARN,
              "Nearly as many connections as there may be",
              Units.count(connections.active())
                  + " of "
                  + Units.count(connections.max())
                  + " are open; more wait in the kernel.",
              "/connections",
              "See who is connected"));
    }
    program
        .openFiles()
        .filter(open -> open >= program.maxOpenFiles().orElse(Long.MAX_VALUE) * NEARLY_FULL)
        .ifPresent(open ->
            problems.add(
                Concern.of(
                    Severity.BAD,
                    "Nearly out of file descriptors",
                    Units.count(open) + " are open. Raise LimitNOFILE.",
                    "/about",
                    "See the resources")));
    return problems;
  }

  static List<Concern> ofCounts(HttpFacts http, List<ReasonCount> errors, Optional<Sample> then) {
    List<Concern> problems = new ArrayList<>(LimitsPage.problems(errors, then));
    if (http.logLinesDropped() > 0) {
      problems.add(
          Concern.of(
              Severity.WARN,
              "Lines of the access log were dropped",
              Units.count(http.logLinesDropped())
                  + " since the program began: what it is written to is too slow.",
              "/about",
              "See the resources"));
    }
    ReasonRow.of(errors, then).stream()
        .filter(row -> row.lastMinute() > 0)
        .filter(row -> row.count().reason().equals(Reason.INTERNAL.code()))
        .forEach(row ->
            problems.add(
                Concern.of(
                        Severity.BAD,
                        "The proxy itself has failed",
                        Units.count(row.lastMinute()) + " times in the last minute.",
                        "/log",
                        "Read the log")
                    .because(row.count().reason(), Optional.empty(), row.count().advice())));
    return problems;
  }
}
