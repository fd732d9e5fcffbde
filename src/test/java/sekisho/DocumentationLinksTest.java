package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that people read, and where their links lead. */
class DocumentationLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");

  /** From a page to a file, and a heading there. */
  private record Link(Path page, String target) {
    boolean isOutside() {
      return target.contains("://");
    }

    Path file() {
      String path = target.replaceFirst("#.*", "");
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    String anchor() {
      int mark = target.indexOf('#');
      return mark < 0 ? "" : target.substring(mark + 1);
    }
  }

  @Test
  void links_lead_to_files_and_headings_that_are_there() throws IOException {
    List<Link> links = new ArrayList<>();
    for (Path page : pages()) {
      LINK.matcher(CODE.matcher(text(page)).replaceAll(""))
          .results()
          .map(found -> new Link(page, found.group(1)))
          .filter(link -> !link.isOutside())
          .forEach(links::add);
    }

    assertThat(links).hasSizeGreaterThan(100);
    assertThat(links).allSatisfy(link -> assertThat(link.file()).exists());
    assertThat(links)
        .filteredOn(link -> !link.anchor().isEmpty())
        .hasSizeGreaterThan(20)
        .allSatisfy(link -> assertThat(anchors(link.file())).contains(link.anchor()));
  }

  @Test
  void every_page_is_reached_from_the_first_one() throws IOException {
    String readme = text(Path.of("README.md"));

    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      assertThat(docs.filter(path -> path.toString().endsWith(".md")))
          .isNotEmpty()
          .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")),
              docs.filter(path -> path.toString().endsWith(".md")))
          .toList();
    }
  }

  private static String text(Path page) throws IOException {
    return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
  }

  /** As forges make them of headings: lower case, blanks to hyphens, without signs. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(text(page))
        .results()
        .map(heading ->
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .toList();
  }
}
