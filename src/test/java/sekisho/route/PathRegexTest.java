package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

/** Trap 21. */
class PathRegexTest {

  @Test
  void nested_repeats_are_refused_before_they_fill_the_memory() {
    for (String expression :
        List.of(
            "(((a{1000}){1000}){100})",
            "((((a{1000}){1000}){1000}){1000})",
            "(?:(?:(?:a{999,}){999,}){999,})",
            "(?P<n>(?i:(a|b{1000}){1000}){1000})",
            "((([)]{1000}){1000}){1000})",
            "((([^]]{1000}){1000}){1000})",
            "(((\\\\({1000}){1000}){1000})".replace("\\\\", "\\"),
            "(((\\p{Greek}{1000}){1000}){1000})",
            "(((\\x{41}{1000}){1000}){1000})",
            "((([[:alpha:]]{1000}){1000}){1000})",
            "(((\\Q)\\Ea{1000}){1000}){1000}",
            "((\\Q" + "a".repeat(900) + "\\E){1000})",
            "(((){1000}){1000}){1000}",
            "a{1000}".repeat(100))) {
      assertThat(PathRegex.problem(expression))
          .as(expression)
          .contains("the expression repeats too much");
    }
  }

  @Test
  void repeats_that_people_write_are_taken() {
    for (String expression :
        List.of(
            "^/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            "^/[^/]{1,255}(/[^/]{1,255})?$",
            "^/(?:[a-z]{2,3}/){0,10}x{1000}$",
            "^/\\{100\\}[{]1000[}]\\p{Lu}{2}$",
            "^/x{,3}y{a}$")) {
      assertThat(PathRegex.problem(expression)).as(expression).isEmpty();
    }
  }

  @Test
  void any_text_is_sized_and_judged_without_throwing() {
    Seeds.each(PathRegexTest::judge);
  }

  private static void judge(Random random) {
    String[] parts = {
      "a",
      "(",
      ")",
      "(?:",
      "[",
      "]",
      "[^",
      "{9}",
      "{9,}",
      "{3,9}",
      "{",
      "}",
      "\\",
      "\\Q",
      "\\E",
      "\\p{",
      "\\x{",
      "*",
      "+",
      "?",
      "|",
      ".",
      "[:alpha:]"
    };
    for (int round = 0; round < 5_000; round++) {
      StringBuilder expression = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        expression.append(parts[random.nextInt(parts.length)]);
      }

      assertThat(ExpandedSize.of(expression.toString())).as(expression.toString()).isNotNegative();
      assertThat(PathRegex.problem(expression.toString())).isNotNull();
    }
  }
}
