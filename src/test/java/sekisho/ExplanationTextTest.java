package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.explain.Explanation;
import sekisho.explain.Explanation.Fact;
import sekisho.explain.Explanation.Section;
import sekisho.explain.Explanation.Source;
import sekisho.explain.Explanation.Verdict;
import sekisho.model.Place;

class ExplanationTextTest {
  @Test
  void facts_stand_below_each_other_with_what_decided_them() {
    Section section =
        new Section(
            "request",
            List.of(
                new Fact("a", "one", new Source.Line(new Place(7, 3, "proxy.http"))),
                new Fact("long", "two", new Source.Default()),
                new Fact("b", "three", new Source.Protocol())));

    List<String> lines = lines(section, new Verdict.Answered(404, "no_route"));

    assertThat(lines)
        .containsExactly(
            "request",
            "  a     one  [f.jsonc:7]",
            "  long  two  [default]",
            "  b     three",
            "=> the proxy answers 404 no_route");
  }

  @Test
  void one_of_several_urls_is_gone_to() {
    Verdict verdict = new Verdict.Forwarded(9, List.of("http://a/x", "http://b/x"), "/x");

    assertThat(lines(new Section("request", List.of()), verdict))
        .last()
        .isEqualTo("=> goes to one of http://a/x, http://b/x by the route at f.jsonc:9");
  }

  @Test
  void what_was_asked_cannot_rewrite_a_terminal() {
    Fact fact = new Fact("host", "a\u001b[2Jb\u202e", new Source.Protocol());

    List<String> lines =
        lines(new Section("request", List.of(fact)), new Verdict.Relayed(List.of("a:1")));

    assertThat(lines).contains("  host  a\\u001b[2Jb\\u202e");
  }

  private static List<String> lines(Section section, Verdict verdict) {
    return new ExplanationText("f.jsonc").lines(new Explanation(List.of(section), verdict));
  }
}
