package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.config.Written.Items;
import sekisho.config.Written.Keys;
import sekisho.config.Written.Secret;

class WrittenTest {
  private static final String BEFORE =
      """
      { "a": [{ "name": "one" }, { "name": "two" }], "b": { "c": { "d": 1 }, "e": "x" } }
      """;

  private static Written written(String text) {
    Element tree = JsoncReader.read(text, new Findings("f.jsonc")).orElseThrow();
    return Written.of(tree, tree);
  }

  private static Written value(Written of, String... keys) {
    Written value = of;
    for (String key : keys) {
      value = ((Keys) value).map().get(key);
    }
    return value;
  }

  private static List<Written> items(Written of, String key) {
    return ((Items) value(of, key)).items();
  }

  @Test
  void what_is_as_it_was_is_kept_once() {
    Written before = written(BEFORE);

    assertThat(Written.sharing(before, written(BEFORE))).isSameAs(before);
  }

  @Test
  void what_has_not_changed_beside_what_has_is_kept_once() {
    Written before = written(BEFORE);
    Written now = written(BEFORE.replace("\"x\"", "\"y\""));

    Written shared = Written.sharing(before, now);

    assertThat(shared).isEqualTo(now).isNotEqualTo(before);
    assertThat(shared.text()).isEqualTo(now.text());
    assertThat(value(shared, "a")).isSameAs(value(before, "a"));
    assertThat(value(shared, "b", "c")).isSameAs(value(before, "b", "c"));
  }

  @Test
  void items_are_kept_once_where_others_came_or_went() {
    Written before = written(BEFORE);
    Written now =
        written(
            BEFORE.replace(
                "[{ \"name\": \"one\" }", "[{ \"name\": \"new\" }, { \"name\": \"1\" }"));

    Written shared = Written.sharing(before, now);

    assertThat(shared).isEqualTo(now);
    assertThat(items(shared, "a")).hasSize(3);
    assertThat(items(shared, "a").getLast()).isSameAs(items(before, "a").getLast());
  }

  @Test
  void keys_in_another_order_keep_it() {
    Written now = written("{ \"b\": { \"e\": \"x\", \"c\": { \"d\": 1 } }, \"a\": [] }");

    Written shared = Written.sharing(written(BEFORE), now);

    assertThat(shared.text()).isEqualTo(now.text());
  }

  @Test
  void an_item_whose_keys_are_in_another_order_keeps_it() {
    String before = "{ \"a\": [{ \"x\": 1, \"y\": [2] }, {}] }";
    Written now = written("{ \"a\": [{}, { \"y\": [2], \"x\": 1 }] }");

    Written shared = Written.sharing(written(before), now);

    assertThat(shared.text()).isEqualTo(now.text());
  }

  @Test
  void a_secret_stays_where_its_own_file_has_it() {
    String text = "{ \"ui\": { \"auth\": { \"token\": \"hush\" } } }";
    Written now = written("\n\n" + text);

    Written shared = Written.sharing(written(text), now);

    assertThat(shared).isEqualTo(now);
    assertThat(value(shared, "ui", "auth", "token"))
        .isInstanceOfSatisfying(
            Secret.class, secret -> assertThat(secret.place().line()).isEqualTo(3));
  }

  @Test
  void equal_ones_have_the_same_hash_whatever_their_order() {
    assertThat(written("{ \"x\": 1, \"y\": 2 }"))
        .hasSameHashCodeAs(written("{ \"y\": 2, \"x\": 1 }"));
  }

  @Test
  void another_kind_of_value_is_its_own() {
    Written now = written("{ \"a\": 1, \"b\": [] }");

    assertThat(Written.sharing(written(BEFORE), now)).isEqualTo(now);
  }
}
