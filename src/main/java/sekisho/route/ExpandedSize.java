package sekisho.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large an RE2 expression becomes when its counted repeats are written out, which is what
 * compiling it does: estimated from its text, since compiling {@code ((a{1000}){1000}){1000}} to
 * see takes all memory there is.
 *
 * <p>Whether the expression is valid is not its business: what it does not understand counts as
 * plain characters. Linear in the text; sizes saturate.
 */
final class ExpandedSize {
  /** Far above any bound, far below an overflow when multiplied by a repeat of RE2. */
  private static final long SATURATED = 1L << 40;

  private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private final String text;
  private int at;

  private ExpandedSize(String text) {
    this.text = text;
  }

  /** In instructions, roughly. */
  static long of(String expression) {
    ExpandedSize size = new ExpandedSize(expression);
    long total = 0;
    while (size.at < expression.length()) {
      // A closing parenthesis without its opening one: the compiler will say so.
      total = Math.min(SATURATED, total + size.sequence());
      size.at++;
    }
    return total;
  }

  /** Up to the parenthesis that closes it, or the end. */
  private long sequence() {
    long size = 0;
    long atom = 0;
    while (at < text.length() && text.charAt(at) != ')') {
      Matcher repeat = REPEAT.matcher(text).region(at, text.length());
      if (repeat.lookingAt()) {
        long repeated = Math.min(SATURATED, atom * times(repeat));
        size = size - atom + repeated;
        atom = repeated;
        at = repeat.end();
      } else {
        atom = atom();
        size += atom;
      }
      size = Math.min(SATURATED, size);
      atom = Math.min(atom, size);
    }
    return size;
  }

  private static long times(Matcher repeat) {
    long least = Long.parseLong(repeat.group(1));
    String most = repeat.group(2);
    // {n,} is n times and then a loop.
    return most == null || most.isEmpty() ? least + 1 : Long.parseLong(most) + 1;
  }

  private long atom() {
    switch (text.charAt(at)) {
      case '(' -> {
        at++;
        long inner = sequence();
        at++;
        // The group's own two instructions; an empty one is repeated all the same.
        return inner + 2;
      }
      case '[' -> characterClass();
      case '\\' -> {
        int start = at;
        escape();
        // At most so many characters, of which a repeat takes the last.
        return (long) at - start;
      }
      default -> at++;
    }
    return 1;
  }

  private void characterClass() {
    at++;
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    boolean first = true;
    while (at < text.length() && (first || text.charAt(at) != ']')) {
      first = false;
      if (text.startsWith("[:", at) && text.indexOf(":]", at + 2) >= 0) {
        at = text.indexOf(":]", at + 2) + 2;
      } else if (text.charAt(at) == '\\') {
        escape();
      } else {
        at++;
      }
    }
    at++;
  }

  /** One escaped character, {@code \p{Greek}}, {@code \x{10FFFF}} or {@code \Q...\E}. */
  private void escape() {
    int end = at + 2;
    if (text.startsWith("\\Q", at)) {
      int quoted = text.indexOf("\\E", at);
      end = quoted < 0 ? text.length() : quoted + 2;
    } else if (end < text.length()
        && "pPx".indexOf(text.charAt(at + 1)) >= 0
        && text.charAt(end) == '{') {
      int braced = text.indexOf('}', at);
      end = braced < 0 ? end : braced + 1;
    }
    at = Math.min(end, text.length());
  }
}
