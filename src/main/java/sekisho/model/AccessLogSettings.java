package sekisho.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The access log.
 *
 * @param target where its lines go
 * @param query what of a request's query is written
 */
public record AccessLogSettings(Target target, Query query) {

  /** Where lines go. */
  public sealed interface Target {
    /** Nowhere. */
    record Off() implements Target {}

    /** Standard output. */
    record Stdout() implements Target {}

    /** Appended to a file. */
    record File(Path path) implements Target {}
  }

  /** What of a request's query is written. */
  public enum Query {
    /** Names stay, values become {@code -}. */
    REDACT,
    KEEP,
    OMIT
  }

  /** The file, where there is one. */
  public Optional<Path> file() {
    return target instanceof Target.File f ? Optional.of(f.path()) : Optional.empty();
  }
}
