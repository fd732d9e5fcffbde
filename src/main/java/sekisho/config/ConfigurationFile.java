package sekisho.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.model.Configuration;

/**
 * Reads a configuration file: text, tree, substitution, schema, meaning. Every step adds what it
 * finds, so that all problems are told at once; only a text that is no JSONC ends early.
 *
 * <p>It opens no certificate, socket or log, and resolves no name. Files are read in the calling
 * thread, so never call it on an event loop.
 */
public final class ConfigurationFile {
  /** A configuration is written by hand; 1 MiB is thousands of routes. */
  public static final int MAX_BYTES = 1_048_576;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigurationFile() {}

  /**
   * @param file as the operator named it; problems name it so too
   * @param environment where {@code ${NAME}} is looked up
   */
  public static Loaded load(Path file, Map<String, String> environment) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    return switch (FileText.read(file, MAX_BYTES)) {
      case FileText.Content(String text) -> load(file.toString(), text, folder, environment);
      case FileText.Refused(Position position, String reason) -> {
        Findings findings = new Findings(file.toString());
        findings.error(position, KeyPath.ROOT, reason);
        yield new Loaded(
            Optional.empty(), findings.sorted(), findings.origins(), ConfigurationText.none());
      }
    };
  }

  /**
   * @param name what problems name the file
   * @param text the file's content
   * @param folder what relative paths are relative to
   * @param environment where {@code ${NAME}} is looked up
   */
  public static Loaded load(
      String name, String text, Path folder, Map<String, String> environment) {
    Findings findings = new Findings(name);
    // Some editors begin a file with the mark; it is no part of the text (RFC 8259 §8.1).
    String plain =
        text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    Path home = folder.toAbsolutePath().normalize();
    Optional<Element> written = JsoncReader.read(plain, findings);
    Optional<Element> meant =
        written.map(
            tree -> new Substitution(environment, home, findings).apply(tree, KeyPath.ROOT));
    Optional<Configuration> configuration = meant.flatMap(tree -> meaning(tree, home, findings));
    ConfigurationText shown =
        written
            .map(tree -> ConfigurationText.of(plain, tree, meant.orElse(tree)))
            .orElseGet(ConfigurationText::none);
    List<Problem> problems = findings.sorted();
    return new Loaded(
        configuration.filter(_ -> !findings.hasErrors()), problems, findings.origins(), shown);
  }

  private static Optional<Configuration> meaning(Element tree, Path folder, Findings findings) {
    new SchemaCheck(findings).check(tree);
    if (!(tree instanceof Element.Structure structure)) {
      return Optional.empty();
    }
    return new ConfigurationBinder(folder, findings).bind(Block.root(structure, findings));
  }
}
