package sekisho.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sekisho.journal.JournalEntry;
import sekisho.status.LogFacts;
import sekisho.status.LogQuery;

/** The latest lines of the logs, the newest first. */
final class LogPage {
  private static final int SHOWN = 200;

  private LogPage() {}

  /**
   * @param active whether it holds something back
   */
  record Filter(String level, String find, boolean active) {
    static Filter of(PageRequest request) {
      String level = request.parameter("level").orElse("info");
      String known = levels().contains(level) ? level : "info";
      String find = request.parameter("find").map(String::strip).orElse("");
      return new Filter(known, find, !find.isEmpty() || !known.equals("info"));
    }

    LogQuery query() {
      return new LogQuery(
          JournalEntry.Level.valueOf(level.toUpperCase(Locale.ROOT)), 0, LogQuery.MAX_LIMIT);
    }
  }

  /**
   * @param severity the class of its sign
   */
  record Line(JournalEntry entry, String severity) {}

  static List<String> levels() {
    return Arrays.stream(JournalEntry.Level.values()).map(RecordValues::word).toList();
  }

  /**
   * @param log what the filter's query gave
   */
  static Map<String, Object> facts(Filter filter, LogFacts log) {
    List<Line> lines =
        log.entries().reversed().stream()
            .filter(entry -> contains(entry, filter.find()))
            .limit(SHOWN)
            .map(LogPage::line)
            .toList();
    return Map.of("filter", filter, "levels", levels(), "entries", lines);
  }

  private static boolean contains(JournalEntry entry, String find) {
    return find.isEmpty()
        || entry.text().toLowerCase(Locale.ROOT).contains(find.toLowerCase(Locale.ROOT))
        || entry.source().equalsIgnoreCase(find);
  }

  private static Line line(JournalEntry entry) {
    return new Line(
        entry,
        switch (entry.level()) {
          case DEBUG, INFO -> "plain";
          case WARN -> "warn";
          case ERROR -> "bad";
        });
  }
}
