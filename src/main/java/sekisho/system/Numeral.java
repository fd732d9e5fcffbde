package sekisho.system;

import java.util.OptionalLong;

/** Numbers as the kernel writes them: decimal digits. */
final class Numeral {
  private Numeral() {}

  /**
   * @return empty: not a number, or above 2^63. Nothing counts so far; such a number is one that
   *     went below zero, as steal and iowait do on some hypervisors
   */
  static OptionalLong parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
