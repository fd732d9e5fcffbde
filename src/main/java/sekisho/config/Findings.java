package sekisho.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sekisho.config.Problem.Severity;

/**
 * The problems found so far, and which values later steps must not look at because of them. Belongs
 * to one reading of one file.
 */
final class Findings {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<KeyPath> unusable = new HashSet<>();
  private final Origins origins = new Origins();

  Findings(String file) {
    this.file = file;
  }

  void error(Position position, KeyPath path, String message) {
    add(position, path, Severity.ERROR, message);
  }

  void warning(Position position, KeyPath path, String message) {
    add(position, path, Severity.WARNING, message);
  }

  /** An error in a value that makes it useless: it will not be looked at, nor reported, again. */
  void unusable(Position position, KeyPath path, String message) {
    if (unusable.add(path)) {
      error(position, path, message);
    }
  }

  /** Says that what is wrong with the value at {@code path} has been reported elsewhere. */
  void excuse(KeyPath path) {
    unusable.add(path);
  }

  boolean isUnusable(KeyPath path) {
    return unusable.contains(path);
  }

  boolean isUnusable(KeyPath block, String key) {
    return !unusable.isEmpty() && unusable.contains(block.key(key));
  }

  /** Where the values that were read stand. */
  Origins origins() {
    return origins;
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  List<Problem> sorted() {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt(Problem::line)
                .thenComparingInt(Problem::column)
                .thenComparing(Problem::severity)
                .thenComparing(Problem::path)
                .thenComparing(Problem::message))
        .toList();
  }

  private void add(Position position, KeyPath path, Severity severity, String message) {
    problems.add(
        new Problem(file, position.line(), position.column(), path.text(), severity, message));
  }
}
