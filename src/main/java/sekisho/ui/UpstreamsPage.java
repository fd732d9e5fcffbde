package sekisho.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import sekisho.status.UpstreamFacts;
import sekisho.status.UpstreamGroupFacts;

/** The upstreams and how they do: those in trouble first. */
final class UpstreamsPage {
  /** A failure this old and nothing since is no trouble any more. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private UpstreamsPage() {}

  /**
   * @param id of the place in the page
   * @param words how they share the work, and when one rests
   * @param lines of the configuration
   * @param isDefault whether the default route uses it
   * @param pooled whether connections are kept
   * @param weighted whether weights say anything
   */
  record Group(
      String id,
      String title,
      String words,
      List<Integer> lines,
      boolean isDefault,
      boolean pooled,
      boolean weighted,
      List<Member> members) {}

  /**
   * @param id of the place in the page
   * @param state in words
   * @param severity the class of its sign
   */
  record Member(String id, UpstreamFacts facts, String state, String severity) {}

  static Map<String, Object> facts(List<UpstreamGroupFacts> groups, Instant now) {
    List<Group> shown = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      shown.add(group(groups.get(i), i, now));
    }
    long members = shown.stream().mapToLong(group -> group.members().size()).sum();
    // Stable: what is as bad as another stays in the configuration's order.
    shown.sort(Comparator.comparingLong(group -> -worst(group)));
    return Map.of("groups", shown, "members", members, "failing", failing(groups, now));
  }

  private static long worst(Group group) {
    return group.members().stream()
        .mapToLong(member ->
            member.severity().equals("bad") ? 2 : member.severity().equals("warn") ? 1 : 0)
        .max()
        .orElse(0);
  }

  private static Group group(UpstreamGroupFacts group, int number, Instant now) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < group.members().size(); i++) {
      UpstreamFacts facts = group.members().get(i);
      members.add(
          new Member(
              id(number, i), facts, state(facts, now), RecordValues.word(severity(facts, now))));
    }
    boolean several = members.size() > 1;
    boolean pooled = group.protocol().equals("http");
    String what = pooled ? "HTTP" : "TCP relay";
    return new Group(
        Integer.toString(number),
        several ? what + ", " + members.size() + " upstreams" : what,
        words(group, several),
        group.routeLines().stream().filter(line -> line > 0).toList(),
        group.routeLines().contains(0),
        pooled,
        group.members().stream().mapToInt(UpstreamFacts::weight).distinct().count() > 1,
        members);
  }

  /** The place of an upstream in the page. */
  static String id(int group, int member) {
    return "upstream-" + group + "-" + member;
  }

  private static String words(UpstreamGroupFacts group, boolean several) {
    List<String> words = new ArrayList<>();
    if (several) {
      words.add(
          group.balance().equals("least_connections")
              ? "whoever has the least in hand"
              : "each in turn");
      if (group.maxFails() > 0) {
        words.add(
            "one that fails "
                + group.maxFails()
                + (group.maxFails() == 1 ? " time" : " times in a row")
                + " rests for "
                + Units.seconds(group.failTimeoutSecs()));
      }
    }
    group.healthCheck().ifPresent(check -> words.add("health check: " + check));
    return words.isEmpty() ? "one alone" : String.join("; ", words);
  }

  /** How bad the state of an upstream is. */
  static Severity severity(UpstreamFacts facts, Instant now) {
    return switch (facts.state()) {
      case FAILING, RESTING, AILING -> Severity.BAD;
      case UP -> isFresh(facts, now) ? Severity.WARN : Severity.GOOD;
    };
  }

  private static boolean isFresh(UpstreamFacts facts, Instant now) {
    return facts
        .lastFailure()
        .filter(failure -> failure.at().isAfter(now.minus(FRESH)))
        .isPresent();
  }

  private static String state(UpstreamFacts facts, Instant now) {
    return switch (facts.state()) {
      case FAILING -> "failing";
      case RESTING -> "failing, rests";
      case AILING -> "health check fails";
      case UP -> isFresh(facts, now) ? "up, failed lately" : "up";
    };
  }

  private static long failing(List<UpstreamGroupFacts> groups, Instant now) {
    return groups.stream()
        .flatMap(group -> group.members().stream())
        .filter(facts -> severity(facts, now) != Severity.GOOD)
        .count();
  }

  /** What needs attention. */
  static List<Concern> problems(List<UpstreamGroupFacts> groups, Instant now) {
    List<Concern> problems = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<UpstreamFacts> members = groups.get(i).members();
      for (int j = 0; j < members.size(); j++) {
        UpstreamFacts facts = members.get(j);
        Severity severity = severity(facts, now);
        if (severity != Severity.GOOD) {
          problems.add(problem(facts, severity, now).at(id(i, j)));
        }
      }
    }
    return problems;
  }

  private static Concern problem(UpstreamFacts facts, Severity severity, Instant now) {
    String detail =
        facts
            .lastFailure()
            .map(UpstreamFacts.Failure::text)
            .or(facts::why)
            .orElse("it gets no work");
    Concern problem =
        Concern.of(
            severity,
            "Upstream " + facts.url() + ": " + state(facts, now),
            detail,
            "/upstreams",
            "See the upstream");
    return problem.because(
        facts.lastFailure().map(UpstreamFacts.Failure::reason).orElse(""),
        facts.since().or(() -> facts.lastFailure().map(UpstreamFacts.Failure::at)),
        facts.lastFailure().map(UpstreamFacts.Failure::advice).orElse(""));
  }
}
