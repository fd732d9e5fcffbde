package sekisho.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.config.Origins;
import sekisho.explain.Explanation.Fact;
import sekisho.explain.Explanation.Section;
import sekisho.explain.Explanation.Source;
import sekisho.model.Place;

/** The facts found so far, and where the configuration says what decides them. */
final class Facts {
  private static final Source PROTOCOL = new Source.Protocol();
  private static final Source DEFAULT = new Source.Default();

  private final Origins origins;
  private final List<Section> sections = new ArrayList<>();
  private List<Fact> current = new ArrayList<>();

  Facts(Origins origins) {
    this.origins = origins;
  }

  /** What is added from here on belongs to a section of this title. */
  Facts section(String title) {
    current = new ArrayList<>();
    sections.add(new Section(title, List.of()));
    return this;
  }

  /** Nothing in the file decides it. */
  void add(String topic, String text) {
    add(topic, text, PROTOCOL);
  }

  /** The key of a block decides it, or its default. */
  void add(String topic, String text, String block, String key) {
    add(topic, text, of(block, key));
  }

  void add(String topic, String text, Place place) {
    add(topic, text, new Source.Line(place));
  }

  void add(String topic, String text, Source source) {
    current.add(new Fact(topic, text, source));
    sections.set(
        sections.size() - 1, new Section(sections.getLast().title(), List.copyOf(current)));
  }

  /** What decides the value of a key. */
  Source of(String block, String key) {
    return origins
        .of(block, key)
        .<Source>map(origin -> new Source.Line(origin.place()))
        .orElse(DEFAULT);
  }

  /** Where a block stands. */
  Source of(String block) {
    return origins.of(block).<Source>map(origin -> new Source.Line(origin.place())).orElse(DEFAULT);
  }

  Optional<Origins.Origin> origin(String block, String key) {
    return origins.of(block, key);
  }

  List<Section> sections() {
    return sections;
  }
}
