package sekisho;

import java.util.ArrayList;
import java.util.List;
import sekisho.explain.Explanation;
import sekisho.explain.Explanation.Fact;
import sekisho.explain.Explanation.Section;
import sekisho.explain.Explanation.Source;
import sekisho.explain.Explanation.Verdict;

/** An explanation as people read it: a line for each fact, and behind it what decided it. */
final class ExplanationText {
  private final String file;

  /**
   * @param file what the lines belong to, as the operator named it
   */
  ExplanationText(String file) {
    this.file = file;
  }

  List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    for (Section section : explanation.sections()) {
      lines.add(section.title());
      int width = section.facts().stream().mapToInt(f -> f.topic().length()).max().orElse(0);
      section.facts().forEach(fact -> lines.add(line(fact, width)));
    }
    lines.add(plain("=> " + verdict(explanation.verdict())));
    return lines;
  }

  private String line(Fact fact, int width) {
    String topic = fact.topic() + " ".repeat(width - fact.topic().length());
    String source =
        switch (fact.source()) {
          case Source.Line(var place) -> "  [" + file + ":" + place.line() + "]";
          case Source.Default _ -> "  [default]";
          case Source.Protocol _ -> "";
        };
    return plain("  " + topic + "  " + fact.text() + source);
  }

  private String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused(var reason, String manner) ->
          "the connection is refused: " + reason.code() + " (" + manner + ")";
      case Verdict.Relayed(var upstreams) -> "relayed to " + anyOf(upstreams);
      case Verdict.Answered(int status, String reason) ->
          "the proxy answers " + (status + " " + reason).strip();
      case Verdict.Forwarded(int line, var urls, _) ->
          "goes to %s by the route at %s:%d".formatted(anyOf(urls), file, line);
    };
  }

  private static String anyOf(List<String> upstreams) {
    return upstreams.size() == 1 ? upstreams.getFirst() : "one of " + String.join(", ", upstreams);
  }

  /** Without characters that would rewrite a terminal: a part of it is what somebody asked for. */
  static String plain(String line) {
    StringBuilder plain = new StringBuilder();
    line.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          if (type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE) {
            plain.append(String.format("\\u%04x", c));
          } else {
            plain.appendCodePoint(c);
          }
        });
    return plain.toString();
  }
}
