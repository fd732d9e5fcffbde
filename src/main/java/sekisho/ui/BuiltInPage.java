package sekisho.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pages, in the order in which they are shown. */
enum BuiltInPage {
  OVERVIEW("/", "Overview"),
  CONNECTIONS("/connections", "Connections"),
  ROUTES("/routes", "Routes"),
  UPSTREAMS("/upstreams", "Upstreams"),
  CERTIFICATES("/certificates", "Certificates"),
  LIMITS("/limits", "Limits"),
  LOG("/log", "Log"),
  CONFIG("/config", "Configuration"),
  EXPLAIN("/explain", "Explain"),
  ABOUT("/about", "About");

  private final String path;
  private final String title;

  BuiltInPage(String path, String title) {
    this.path = path;
    this.title = title;
  }

  static Optional<BuiltInPage> of(String path) {
    return Arrays.stream(values()).filter(page -> page.path.equals(path)).findFirst();
  }

  String title() {
    return title;
  }

  String template() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param current empty: none of them is shown
   */
  static List<Frame.Link> links(Optional<BuiltInPage> current, List<Concern> problems) {
    return Arrays.stream(values())
        .map(page ->
            new Frame.Link(
                page.path,
                page.title,
                current.equals(Optional.of(page)),
                problems.stream().filter(problem -> problem.page().equals(page.path)).count(),
                page == CONFIG))
        .toList();
  }
}
