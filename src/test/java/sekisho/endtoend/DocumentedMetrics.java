package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of docs/observability.md.
 *
 * @param prefix what the names in the tables stand behind
 * @param types by name, with the prefix
 * @param always those that are served in any case
 */
record DocumentedMetrics(String prefix, Map<String, String> types, Set<String> always) {
  private static final Path BASE = Path.of(System.getProperty("sekisho.basedir"));
  static final Path DEPLOYED = BASE.resolve("deploy/prometheus");

  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z0-9_]+)` \\| (counter|gauge|histogram|summary) \\| .* \\| (.*) \\|");

  /** How the meaning begins of what is not served in any case. */
  private static final String ONLY = "Only ";

  /** What the name of a histogram's series ends with. */
  private static final List<String> OF_HISTOGRAMS = List.of("_bucket", "_count", "_sum");

  static DocumentedMetrics read(String prefix) throws IOException {
    Map<String, String> types = new TreeMap<>();
    Set<String> always = new TreeSet<>();
    for (String line : Files.readAllLines(BASE.resolve("docs/observability.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String name = prefix + row.group(1);
        assertThat(types.put(name, row.group(2))).as("%s stands there twice", name).isNull();
        if (!row.group(3).startsWith(ONLY)) {
          always.add(name);
        }
      }
    }
    return new DocumentedMetrics(prefix, types, always);
  }

  /** A file beside the rules; JSON where its name says so. */
  static String deployed(String name) throws IOException {
    String text = Files.readString(DEPLOYED.resolve(name));
    if (name.endsWith(".json")) {
      new ObjectMapper().readTree(text);
    }
    return text;
  }

  /** The names in a text that are of this prefix and stand in no table. */
  Set<String> unknownIn(String text) {
    Set<String> unknown =
        Pattern.compile(prefix + "[a-z0-9_]+")
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(name -> !isKnown(name))
            .collect(Collectors.toCollection(TreeSet::new));
    // Of a text without names nothing is proved.
    assertThat(text).contains(prefix);
    return unknown;
  }

  private boolean isKnown(String name) {
    return types.containsKey(name)
        || OF_HISTOGRAMS.stream()
            .filter(name::endsWith)
            .map(end -> name.substring(0, name.length() - end.length()))
            .anyMatch(family -> "histogram".equals(types.get(family)));
  }
}
