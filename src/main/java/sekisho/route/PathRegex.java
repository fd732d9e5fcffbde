package sekisho.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression over normalised paths that cannot hang an event loop: RE2 is linear in the
 * path's length, which {@link RequestPath#MAX_PATH_CHARS} bounds, and the expression is bounded
 * here.
 *
 * <p>It is searched for, not matched whole: {@code ^} and {@code $} are the writer's to add. Back
 * references and look-around do not exist. Immutable.
 */
public final class PathRegex {
  /** Longer expressions are lists in disguise; in characters. */
  public static final int MAX_EXPRESSION_CHARS = 1024;

  /** The work per character of a path, in instructions of the compiled expression. */
  private static final int MAX_PROGRAM_INSTRUCTIONS = 4096;

  /**
   * What is compiled at all: an estimate, so well above what is accepted of the compiled program.
   */
  private static final long MAX_EXPANDED_SIZE = 8 * MAX_PROGRAM_INSTRUCTIONS;

  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException when {@link #problem} has one with it
   */
  PathRegex(String expression) {
    try {
      this.pattern = compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What is wrong with an expression that somebody wrote, in words; empty: nothing. */
  public static Optional<String> problem(String expression) {
    try {
      compile(expression);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription() + ": " + e.getPattern());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  boolean isFoundIn(String path) {
    return pattern.matcher(path).find();
  }

  private static Pattern compile(String expression) {
    if (expression.length() > MAX_EXPRESSION_CHARS) {
      throw new IllegalArgumentException(
          "the expression is longer than " + MAX_EXPRESSION_CHARS + " characters");
    }
    if (ExpandedSize.of(expression) > MAX_EXPANDED_SIZE) {
      throw new IllegalArgumentException("the expression repeats too much");
    }
    Pattern compiled = Pattern.compile(expression);
    if (compiled.programSize() > MAX_PROGRAM_INSTRUCTIONS) {
      throw new IllegalArgumentException("the expression repeats too much");
    }
    return compiled;
  }
}
