package sekisho.config;

/** Texts of ASCII digits alone; {@code Integer.parseInt} takes signs and other digits too. */
final class Digits {
  private Digits() {}

  /** Whether a text is one digit or more, and not above {@code most} of them. */
  static boolean only(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
