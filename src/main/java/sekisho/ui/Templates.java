package sekisho.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The templates of {@code src/main/webui/templates}, each read and parsed when it is first asked
 * for. Safe from every thread.
 *
 * <p>An engine of its own: the container's parses at start, which is to take a second at most, and
 * escapes by a template's content type, where here everything is escaped.
 */
final class Templates {
  private static final String FOLDER = "webui/templates/";

  /** Names are written in templates and in this package; no client's text gets here. */
  private static final Pattern NAME = Pattern.compile("[a-z-]+");

  private static final long PATIENCE_MILLIS = 10_000;

  private final Times times;

  /** Made for the first page; behind this object's lock. */
  private @Nullable Engine engine;

  /**
   * @param times as people read them
   */
  Templates(Times times) {
    this.times = times;
  }

  private synchronized Engine engine() {
    Engine made = engine;
    if (made == null) {
      made =
          Engine.builder()
              .addDefaults()
              .addValueResolver(new RecordValues())
              .addValueResolvers(Formats.resolvers(times))
              .addResultMapper(new EscapedText())
              .addLocator(Templates::locate)
              .strictRendering(true)
              .timeout(PATIENCE_MILLIS)
              .build();
      engine = made;
    }
    return made;
  }

  /**
   * @param name of the template's file, without its ending
   * @throws io.quarkus.qute.TemplateException when it asks for what is not there
   */
  String render(String name, Map<String, ?> facts) {
    var template = engine().getTemplate(name);
    if (template == null) {
      throw new IllegalArgumentException("there is no template " + name);
    }
    return template.render(facts);
  }

  private static Optional<TemplateLocator.TemplateLocation> locate(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    String path = FOLDER + name + ".html";
    return Templates.class.getClassLoader().getResource(path) == null
        ? Optional.empty()
        : Optional.of(new Location(path));
  }

  private record Location(String path) implements TemplateLocator.TemplateLocation {
    @Override
    public Reader read() {
      InputStream in = Templates.class.getClassLoader().getResourceAsStream(path);
      if (in == null) {
        throw new IllegalStateException(path + " was there a moment ago");
      }
      return new InputStreamReader(in, UTF_8);
    }

    @Override
    public Optional<Variant> getVariant() {
      return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
    }
  }

  /** Whatever a template puts out is text, in an element or in a quoted attribute. */
  private static final class EscapedText implements ResultMapper {
    @Override
    public String map(@Nullable Object result, Expression expression) {
      return Html.escaped(String.valueOf(result));
    }
  }
}
