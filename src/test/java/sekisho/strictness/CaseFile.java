package sekisho.strictness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A table of cases as a text file.
 *
 * <pre>
 * # a comment
 * key: value                   holds for the cases below it, until the key comes again
 * verdict | name | bytes       a case, in {@link Notation}
 * =&gt; bytes                     what must come out of the case above
 * </pre>
 *
 * <p>The value of the key {@code bytes} is a template: {@code {}} in it is where a case's own bytes
 * go.
 */
final class CaseFile {
  private static final String EXPECTED = "=> ";

  private final String name;
  private final Map<String, String> settings = new HashMap<>(Map.of("bytes", "{}"));
  private final List<Case> cases = new ArrayList<>();

  private CaseFile(String name) {
    this.name = name;
  }

  /**
   * One line of a table.
   *
   * @param file the table
   * @param verdict what the case must get; what that means is the table's
   * @param bytes with the template around them
   * @param expected what must come out, empty where the table says nothing
   * @param settings the keys that hold for it
   */
  record Case(
      String file,
      String verdict,
      String name,
      String bytes,
      String expected,
      Map<String, String> settings) {
    /** The value of a key that the table has to have. */
    String setting(String key) {
      return Objects.requireNonNull(settings.get(key), () -> file + " says no " + key);
    }

    @Override
    public String toString() {
      return file + ": " + name;
    }
  }

  /** The cases of the files {@code folder/name.txt}. */
  static Stream<Case> read(String folder, String... names) {
    return Stream.of(names).flatMap(name -> new CaseFile(name).read(folder).stream());
  }

  private List<Case> read(String folder) {
    String path = folder + "/" + name + ".txt";
    try (InputStream in = Objects.requireNonNull(CaseFile.class.getResourceAsStream(path), path)) {
      new String(in.readAllBytes(), US_ASCII).lines().forEach(this::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith(EXPECTED)) {
      Case last = cases.removeLast();
      String expected = Notation.read(line.substring(EXPECTED.length()));
      cases.add(
          new Case(name, last.verdict(), last.name(), last.bytes(), expected, last.settings()));
      return;
    }
    String[] parts = line.split(" +\\| ", 3);
    if (parts.length == 3) {
      String bytes = settings.get("bytes").replace("{}", parts[2]);
      cases.add(
          new Case(
              name, parts[0], parts[1].strip(), Notation.read(bytes), "", Map.copyOf(settings)));
      return;
    }
    int colon = line.indexOf(": ");
    if (colon < 0) {
      throw new IllegalStateException(name + ": neither a case nor a key: " + line);
    }
    settings.put(line.substring(0, colon), line.substring(colon + 2));
  }
}
