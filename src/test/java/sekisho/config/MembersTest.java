package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.config.Element.Member;

class MembersTest {
  private static Member member(int line) {
    Position key = new Position(line, 1);
    return new Member(key, new Element.Flag(key, true));
  }

  private static Members of(int count) {
    Members.Builder members = new Members.Builder();
    for (int i = 0; i < count; i++) {
      assertThat(members.get("name " + i)).isNull();
      members.add("name " + i, member(i + 1));
      assertThat(members.get("name 0")).isEqualTo(member(1));
      assertThat(members.get("name " + i)).isEqualTo(member(i + 1));
    }
    return members.build();
  }

  private static List<String> names(Members members) {
    List<String> names = new ArrayList<>();
    members.forEach((name, _) -> names.add(name));
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 18, 1000})
  void few_and_many_are_found_by_name_and_told_in_order(int count) {
    Members members = of(count);

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add("name " + i);
      assertThat(members.get("name " + i)).isEqualTo(member(i + 1));
      assertThat(members.has("name " + i)).isTrue();
    }
    assertThat(names(members)).isEqualTo(expected);
    assertThat(members.get("name " + count)).isNull();
    assertThat(members.has("name " + count)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17})
  void others_take_the_places_of_those_of_the_same_names(int count) {
    Members members = of(count).with(Map.of("name 1", member(99)));

    assertThat(names(members)).isEqualTo(names(of(count)));
    assertThat(members.get("name 0")).isEqualTo(member(1));
    assertThat(members.get("name 1")).isEqualTo(member(99));
  }
}
