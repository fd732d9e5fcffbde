package sekisho.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a text is no JSONC, in plain words: the JSON parser's, without its internals. */
record SyntaxFault(Position position, String message) {
  private static final Pattern INTERNALS =
      Pattern.compile(
          " ?\\(\\(CTRL-CHAR[^)]*\\)\\)"
              + "| ?\\(code [^)]*\\)"
              + "| ?\\((start marker|for)[^\\[]*\\[.*?\\]\\)");

  private static final Pattern ANY_VALUE =
      Pattern.compile("(a valid value )?\\(JSON String, Number[^)]*\\)");

  /**
   * @param reached where the parser stopped, if the exception does not say
   * @param open where the innermost block or list that is not closed began
   */
  static SyntaxFault of(
      JsonProcessingException e, JsonLocation reached, LineMap lines, Optional<Position> open) {
    JsonLocation location = e.getLocation() == null ? reached : e.getLocation();
    Position position = lines.at(location.getCharOffset());
    String original = e.getOriginalMessage();
    if (e instanceof JsonEOFException) {
      return new SyntaxFault(position, endOfFile(original, open));
    }
    if (e instanceof StreamConstraintsException) {
      return new SyntaxFault(position, "is nested too deep, or too long a number or text");
    }
    String plain =
        ANY_VALUE.matcher(INTERNALS.matcher(original).replaceAll("")).replaceAll("a value");
    return new SyntaxFault(position, "is no JSONC here: " + plain);
  }

  private static String endOfFile(String original, Optional<Position> open) {
    String where = open.map(p -> ", inside what begins at " + p).orElse("");
    if (original.contains("comment")) {
      return "the file ends in a comment" + where;
    }
    if (original.contains("closing quote") || original.contains("field name")) {
      return "the file ends in a text without its closing quote" + where;
    }
    return "the file ends too early" + where;
  }
}
