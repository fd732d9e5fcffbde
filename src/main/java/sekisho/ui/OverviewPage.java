package sekisho.ui;

import java.util.List;
import java.util.Map;
import sekisho.status.ConnectionsFacts;
import sekisho.status.ProgramFacts;
import sekisho.status.ReasonCount;

/** What somebody wants to know who was woken up. */
final class OverviewPage {
  private OverviewPage() {}

  /**
   * @param problems those that fail first
   * @param errors since the program began
   * @param now what is counted at present
   */
  static Map<String, Object> facts(
      List<Concern> problems,
      ProgramFacts program,
      ConnectionsFacts connections,
      List<ReasonCount> errors,
      FigureHistory history,
      Sample now,
      Times times) {
    List<Point> points = history.points();
    return Map.of(
        "problems", problems,
        "program", program,
        "connections", connections,
        "figures", Figures.of(history, now),
        "zone", times.zoneName(),
        "history", HistoryJson.of(points).toString(),
        "errors", ReasonRow.of(errors, history.aMinuteAgo()),
        "minutes", Minute.of(points));
  }
}
