package sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sekisho.message.Heads.lines;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

class FieldsTest {

  @Test
  void names_are_found_without_case_and_keep_their_spelling() {
    Fields fields = new Fields().add("x-ONE", "1");

    assertThat(fields.contains("X-One")).isTrue();
    assertThat(fields.first("X-one")).isEqualTo("1");
    assertThat(fields.name(0)).isEqualTo("x-ONE");
    assertThat(fields.contains("X-On")).isFalse();
    assertThat(fields.first("Y")).isNull();
  }

  @Test
  void the_lines_of_a_name_are_one_list_in_their_order() {
    Fields fields = new Fields().add("A", "1, 2").add("B", "x").add("a", "").add("A", "3");

    assertThat(fields.joined("a")).isEqualTo("1, 2, , 3");
    assertThat(fields.joined("b")).isEqualTo("x");
    assertThat(fields.joined("c")).isNull();
    assertThat(fields.count("A")).isEqualTo(3);
  }

  @Test
  void setting_replaces_every_line_of_the_name_in_the_place_of_the_first() {
    Fields fields = new Fields().add("A", "1").add("B", "x").add("a", "2").add("C", "y");

    fields.set("A", "3").set("D", "z");

    assertThat(lines(fields)).containsExactly("A=3", "B=x", "C=y", "D=z");
  }

  @Test
  void removing_and_clearing_leave_nothing_behind() {
    Fields fields = new Fields().add("A", "1").add("B", "x").add("a", "2");

    fields.remove("a");

    assertThat(lines(fields)).containsExactly("B=x");
    assertThatThrownBy(() -> fields.name(1)).isInstanceOf(IndexOutOfBoundsException.class);
    fields.clear();
    assertThat(fields.size()).isZero();
    assertThat(fields.contains("B")).isFalse();
  }

  @Test
  void any_sequence_of_changes_is_what_a_plain_list_would_do() {
    Seeds.each(FieldsTest::compareWithAList);
  }

  private static void compareWithAList(Random random) {
    Fields fields = new Fields();
    List<String> list = new ArrayList<>();
    for (int round = 0; round < 5_000; round++) {
      String name = Character.toString("aAbBcC".charAt(random.nextInt(6)));
      String value = Integer.toString(round);
      switch (random.nextInt(8)) {
        case 0 -> {
          fields.remove(name);
          list.removeIf(line -> isNamed(line, name));
        }
        case 1 -> {
          fields.set(name, value);
          set(list, name, value);
        }
        default -> {
          fields.add(name, value);
          list.add(name + "=" + value);
        }
      }

      assertThat(lines(fields)).isEqualTo(list);
    }
  }

  private static void set(List<String> list, String name, String value) {
    for (int i = 0; i < list.size(); i++) {
      if (isNamed(list.get(i), name)) {
        list.set(i, list.get(i).charAt(0) + "=" + value);
        List<String> rest = list.subList(i + 1, list.size());
        rest.removeIf(line -> isNamed(line, name));
        return;
      }
    }
    list.add(name + "=" + value);
  }

  private static boolean isNamed(String line, String name) {
    return line.substring(0, 1).equalsIgnoreCase(name);
  }
}
