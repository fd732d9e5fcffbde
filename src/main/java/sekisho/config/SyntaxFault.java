package sekisho.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a text is no JSONC, in plain words. */
record SyntaxFault(Position position, String message) {
  private static final Pattern CHARACTER_CODE = Pattern.compile(" ?\\(code \\d+[^)]*\\)");
  private static final Pattern SOURCE =
      Pattern.compile(" ?\\((start marker|for)[^\\[]*\\[.*?\\]\\)");

  /**
   * @param open where the innermost block or list that is not closed began
   */
  static SyntaxFault of(JsonProcessingException e, LineMap lines, Optional<Position> open) {
    long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
    Position position = lines.at(offset);
    String original = e.getOriginalMessage();
    if (e instanceof JsonEOFException) {
      return new SyntaxFault(position, endOfFile(original, open));
    }
    if (e instanceof StreamConstraintsException) {
      return new SyntaxFault(position, "is nested too deep, or holds too long a number or text");
    }
    String plain = SOURCE.matcher(CHARACTER_CODE.matcher(original).replaceAll("")).replaceAll("");
    return new SyntaxFault(position, "is no JSONC here: " + plain);
  }

  private static String endOfFile(String original, Optional<Position> open) {
    String where = open.map(p -> ", inside what begins at " + p).orElse("");
    if (original.contains("comment")) {
      return "the file ends in a comment" + where;
    }
    if (original.contains("VALUE_STRING") || original.contains("field name")) {
      return "the file ends in a text without its closing quote" + where;
    }
    return "the file ends too early" + where;
  }
}
