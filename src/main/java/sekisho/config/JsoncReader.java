package sekisho.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSONC (RFC 8259 with comments and trailing commas) into {@link Element}s. It does not know
 * which keys there are; a key that is set twice is an error here, and its first value stays.
 */
final class JsoncReader {
  // The schema is nine levels deep; more is an attack or an accident.
  private static final int MAX_DEPTH = 64;

  // What is longer is beyond every limit of the schema, and read as a double it fails that limit.
  private static final int MAX_LONG_DIGITS = 19;

  private static final JsonFactory JSONC =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonParser parser;
  private final LineMap lines;
  private final Findings findings;
  private final Deque<Position> open = new ArrayDeque<>();

  private JsoncReader(JsonParser parser, LineMap lines, Findings findings) {
    this.parser = parser;
    this.lines = lines;
    this.findings = findings;
  }

  /** Empty when the text is no JSONC; then the one problem that says so is in the findings. */
  static Optional<Element> read(String text, Findings findings) {
    LineMap lines = new LineMap(text);
    try (JsonParser parser = JSONC.createParser(text)) {
      return new JsoncReader(parser, lines, findings).document();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  private Optional<Element> document() throws IOException {
    try {
      if (parser.nextToken() == null) {
        findings.error(Position.START, KeyPath.ROOT, "is empty; allowed: a block { }");
        return Optional.empty();
      }
      Element root = element(KeyPath.ROOT);
      if (parser.nextToken() != null) {
        findings.error(position(), KeyPath.ROOT, "text after the end of the configuration");
        return Optional.empty();
      }
      return Optional.of(root);
    } catch (JsonProcessingException e) {
      SyntaxFault fault =
          SyntaxFault.of(e, parser.currentLocation(), lines, Optional.ofNullable(open.peek()));
      findings.error(fault.position(), KeyPath.ROOT, fault.message());
      return Optional.empty();
    }
  }

  private Element element(KeyPath path) throws IOException {
    Position position = position();
    return switch (parser.currentToken()) {
      case START_OBJECT -> structure(path);
      case START_ARRAY -> sequence(path);
      case VALUE_STRING -> new Element.Text(position, parser.getText(), List.of());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numeral(path);
      case VALUE_TRUE -> new Element.Flag(position, true);
      case VALUE_FALSE -> new Element.Flag(position, false);
      case VALUE_NULL -> new Element.Nothing(position);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Element structure(KeyPath path) throws IOException {
    Position start = position();
    open.push(start);
    Members.Builder members = new Members.Builder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Position keyPosition = position();
      String key = parser.currentName();
      KeyPath keyPath = path.key(key);
      Element.Member earlier = members.get(key);
      if (earlier != null) {
        findings.error(
            keyPosition, keyPath, "is set twice; the first is on line " + earlier.key().line());
      }
      parser.nextToken();
      Element value = element(keyPath);
      if (earlier == null) {
        members.add(key, new Element.Member(keyPosition, value));
      }
    }
    open.pop();
    return new Element.Structure(start, members.build());
  }

  private Element sequence(KeyPath path) throws IOException {
    Position start = position();
    open.push(start);
    List<Element> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(element(path.item(items.size())));
    }
    open.pop();
    return new Element.Sequence(start, items);
  }

  private Element numeral(KeyPath path) throws IOException {
    Position position = position();
    String digits = parser.getText();
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && digits.length() < MAX_LONG_DIGITS) {
      return new Element.Numeral(position, Long.parseLong(digits));
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      findings.unusable(position, path, "is too large a number");
      return new Element.Nothing(position);
    }
    return new Element.Numeral(position, value);
  }

  private Position position() {
    return lines.at(parser.currentTokenLocation().getCharOffset());
  }
}
