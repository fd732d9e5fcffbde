package sekisho.config;

import java.util.List;
import java.util.Optional;
import sekisho.model.Configuration;

/**
 * What came of reading a configuration file.
 *
 * @param configuration present exactly when no problem is an error
 * @param problems errors and warnings, sorted by their place
 * @param origins where in the file its values stand
 * @param text the file as it may be shown
 */
public record Loaded(
    Optional<Configuration> configuration,
    List<Problem> problems,
    Origins origins,
    ConfigurationText text) {
  public Loaded {
    problems = List.copyOf(problems);
    boolean refused = problems.stream().anyMatch(Loaded::isError);
    if (configuration.isPresent() == refused) {
      throw new IllegalArgumentException("a configuration is there exactly when there is no error");
    }
  }

  public List<Problem> errors() {
    return problems.stream().filter(Loaded::isError).toList();
  }

  public List<Problem> warnings() {
    return problems.stream().filter(p -> !isError(p)).toList();
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }
}
