package sekisho.ui;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.control.LastReload;
import sekisho.control.ReloadOutcome;

/** The configuration in force, what became of the last reload, and how generations differ. */
final class ConfigPage {
  private ConfigPage() {}

  /**
   * @param before the number of the one before it that it can be compared with; 0: there is none
   */
  record Row(Configurations.Kept kept, int before) {}

  /**
   * @param kind the class of the line: marked, or empty
   */
  record Line(int number, String text, String kind) {}

  /**
   * @param severity the class of the notice
   * @param headline what became of it
   * @param problems what is in the way, or doubtful
   * @param notes what does not take effect at once
   */
  record Reload(
      LastReload last,
      String trigger,
      String severity,
      String headline,
      List<ConfigProblem> problems,
      List<String> notes,
      List<Change> changes) {}

  /**
   * @param line 0: the file as a whole
   * @param severity the class of its sign
   */
  record ConfigProblem(int line, String path, String severity, String word, String message) {}

  /**
   * @param kind the class of the line: added, removed, place or empty
   */
  record Change(String kind, String text) {}

  /**
   * @param older what it is compared with
   * @param missing whether one of the two is not kept any more
   * @param keys what has changed, by keys
   * @param lines what has changed, by lines
   */
  record Diff(int older, int newer, boolean missing, List<String> keys, List<Change> lines) {}

  static Map<String, Object> facts(PageRequest request, Configurations configurations) {
    Map<String, Object> facts = new HashMap<>();
    Configurations.Shown shown =
        number(request, "generation")
            .flatMap(configurations::withNumber)
            .orElseGet(configurations::current);
    Optional<Reload> reload = configurations.lastReload().map(ConfigPage::reload);
    boolean isCurrent = shown.number() == configurations.current().number();
    facts.put("shown", shown);
    facts.put("isCurrent", isCurrent);
    facts.put("lines", lines(shown.text(), number(request, "mark").orElse(0)));
    facts.put("kept", rows(configurations.kept()));
    facts.put("reload", reload.<Object>map(known -> known).orElse(Optional.empty()));
    facts.put("diff", diff(request, configurations).<Object>map(d -> d).orElse(Optional.empty()));
    return facts;
  }

  private static List<Row> rows(List<Configurations.Kept> kept) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      boolean comparable =
          i + 1 < kept.size() && kept.get(i).hasText() && kept.get(i + 1).hasText();
      rows.add(new Row(kept.get(i), comparable ? kept.get(i + 1).number() : 0));
    }
    return rows;
  }

  private static Optional<Integer> number(PageRequest request, String name) {
    return request
        .parameter(name)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Integer::parseInt);
  }

  private static List<Line> lines(String text, int mark) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      lines.add(new Line(number, line, number == mark ? "marked" : ""));
    }
    return lines;
  }

  private static Reload reload(LastReload last) {
    return switch (last.outcome()) {
      case ReloadOutcome.Published published ->
          new Reload(
              last,
              last.trigger().text(),
              published.warnings().isEmpty() ? "good" : "warn",
              "Generation " + published.generation() + " is in force",
              published.warnings().stream().map(ConfigPage::problem).toList(),
              published.notes(),
              changes(published.difference()));
      case ReloadOutcome.Refused refused ->
          new Reload(
              last,
              last.trigger().text(),
              "bad",
              "Refused: everything is as it was",
              refused.problems().stream().map(ConfigPage::problem).toList(),
              List.of(),
              List.of());
    };
  }

  private static ConfigProblem problem(sekisho.config.Problem problem) {
    boolean error = problem.severity() == sekisho.config.Problem.Severity.ERROR;
    return new ConfigProblem(
        problem.line(),
        problem.path(),
        error ? "bad" : "warn",
        error ? "error" : "warning",
        problem.message());
  }

  private static Optional<Diff> diff(PageRequest request, Configurations configurations) {
    Optional<Integer> older = number(request, "older");
    Optional<Integer> newer = number(request, "newer");
    if (older.isEmpty() || newer.isEmpty()) {
      return Optional.empty();
    }
    Optional<Difference> difference = configurations.difference(older.get(), newer.get());
    return Optional.of(
        new Diff(
            older.get(),
            newer.get(),
            difference.isEmpty(),
            difference.stream()
                .flatMap(known -> known.changes().stream())
                .map(Difference.Change::text)
                .toList(),
            difference.map(ConfigPage::changes).orElse(List.of())));
  }

  private static List<Change> changes(Difference difference) {
    List<Change> changes = new ArrayList<>();
    int expected = 0;
    for (Difference.Line line : difference.lines()) {
      switch (line) {
        case Difference.Line.Kept(int before, int after, String text) -> {
          if (before != expected) {
            changes.add(new Change("place", "line " + after));
          }
          expected = before + 1;
          changes.add(new Change("", "  " + text));
        }
        case Difference.Line.Removed(int before, String text) -> {
          expected = before + 1;
          changes.add(new Change("removed", "- " + text));
        }
        case Difference.Line.Added(int _, String text) ->
            changes.add(new Change("added", "+ " + text));
      }
    }
    return changes;
  }

  /** What needs attention: a reload that was refused, until one is not. */
  static List<Concern> problems(Optional<LastReload> last) {
    return last
        .filter(reload -> !reload.isPublished())
        .map(reload ->
            Concern.of(
                    Severity.WARN,
                    "The last reload was refused",
                    "Asked for by "
                        + reload.trigger().text()
                        + "; the configuration before it is in force.",
                    "/config",
                    "See the problems")
                .because("", Optional.of(reload.at()), ""))
        .stream()
        .toList();
  }
}
