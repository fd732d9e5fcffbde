package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds a configuration file from a text with holes: {@code {{name}}} becomes what {@link #with}
 * says.
 */
public final class ConfigFile {
  private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");

  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();

  private ConfigFile(String text) {
    this.text = text;
  }

  public static ConfigFile of(String text) {
    return new ConfigFile(text);
  }

  public ConfigFile with(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  /** Fills the holes {@code certificate} and {@code key}. */
  public ConfigFile with(TlsCertificates.Pair pair) {
    return with("certificate", pair.certificate()).with("key", pair.privateKey());
  }

  /** Writes a new file into {@code folder}. A hole without a value is a mistake of the test. */
  public Path in(Path folder) {
    String filled =
        HOLE.matcher(text).replaceAll(hole -> Matcher.quoteReplacement(value(hole.group(1))));
    try {
      return Files.writeString(Files.createTempFile(folder, "sekisho", ".jsonc"), filled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("nothing for {{" + name + "}}");
    }
    return value;
  }
}
