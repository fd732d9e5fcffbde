package sekisho.control;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.certificate.CertificatePair;
import sekisho.config.ConfigurationFile;
import sekisho.config.ConfigurationText;
import sekisho.config.Loaded;
import sekisho.config.Origins;
import sekisho.config.Problem;
import sekisho.explain.Explainer;
import sekisho.model.Configuration;
import sekisho.model.Place;

/**
 * A configuration with all it names, checked as far as that goes without starting anything: what
 * {@code sekisho check} reports and {@code sekisho run} begins with.
 *
 * <p>Nothing is bound and nothing is looked up on the network.
 */
public final class ConfigurationCheck {
  private final String file;
  private final List<Problem> problems;
  private final Origins origins;
  private final ConfigurationText text;
  private final Optional<Configuration> configuration;
  private final Optional<Credentials> credentials;

  private ConfigurationCheck(
      String file,
      List<Problem> problems,
      Origins origins,
      ConfigurationText text,
      Optional<Configuration> configuration,
      Optional<Credentials> credentials) {
    this.file = file;
    this.problems = List.copyOf(problems);
    this.origins = origins;
    this.text = text;
    this.configuration = configuration;
    this.credentials = credentials;
  }

  /** Checks a file. */
  public static ConfigurationCheck of(Path file, Map<String, String> environment, Clock clock) {
    return of(file.toString(), ConfigurationFile.load(file, environment), clock);
  }

  /** Checks what was loaded from elsewhere. */
  public static ConfigurationCheck of(String name, Loaded loaded, Clock clock) {
    List<Problem> problems = new ArrayList<>(loaded.problems());
    Optional<Credentials> credentials =
        loaded.configuration().map(c -> Credentials.load(c, name, clock, problems));
    loaded
        .configuration()
        .map(c -> new AcmePreflight(name).problems(c, loaded.origins()))
        .ifPresent(problems::addAll);
    if (credentials.isPresent() && errors(problems).isEmpty()) {
      try {
        Compiler.tls(loaded.configuration().orElseThrow(), credentials.get()).close();
      } catch (StartFailure e) {
        problems.add(problem(name, loaded.origins(), "proxy.tls", String.valueOf(e.getMessage())));
      }
    }
    return new ConfigurationCheck(
        name, problems, loaded.origins(), loaded.text(), loaded.configuration(), credentials);
  }

  /** The file as the operator named it. */
  public String file() {
    return file;
  }

  /** All that is wrong or doubtful. */
  public List<Problem> problems() {
    return problems;
  }

  public boolean isUsable() {
    return errors(problems).isEmpty();
  }

  /** The configuration of a usable check. */
  public Configuration configuration() {
    return configuration.orElseThrow();
  }

  /** What each limit of a usable check does, a line with its place for each. */
  public List<String> limits() {
    return LimitNotes.of(configuration().proxy(), file);
  }

  /** What would become of connections under the configuration of a usable check. */
  public Explainer explainer() {
    return new Explainer(configuration(), origins, credentials().certificates());
  }

  /** The same about other certificates than those that it has found. */
  Explainer explainer(List<CertificatePair> certificates) {
    return new Explainer(configuration(), origins, certificates);
  }

  /** The file as it may be shown. */
  public ConfigurationText text() {
    return text;
  }

  /** The same; what its text has in common with the other's is kept once. */
  ConfigurationCheck sharing(ConfigurationCheck before) {
    return new ConfigurationCheck(
        file, problems, origins, text.sharing(before.text), configuration, credentials);
  }

  /** A problem of the file that was found later. */
  Problem problem(String message) {
    return problem("", message);
  }

  /**
   * A problem of a key that was found later.
   *
   * @param path of the key or of its block, where there is one; else empty
   */
  Problem problem(String path, String message) {
    return problem(file, origins, path, message);
  }

  private static Problem problem(String file, Origins origins, String path, String message) {
    Optional<Place> place = origins.of(path).map(Origins.Origin::place);
    return new Problem(
        file,
        place.map(Place::line).orElse(0),
        place.map(Place::column).orElse(0),
        path,
        Problem.Severity.ERROR,
        message);
  }

  Credentials credentials() {
    return credentials.orElseThrow();
  }

  private static List<Problem> errors(List<Problem> problems) {
    return problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
  }
}
