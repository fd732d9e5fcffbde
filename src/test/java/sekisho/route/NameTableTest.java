package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;

class NameTableTest {
  private final NameTable<String> table =
      NameTable.of(
          Map.of(
              ServerNamePattern.parse("sora.example.com"), "exact",
              ServerNamePattern.parse("*.example.com"), "wildcard",
              ServerNamePattern.parse("*.sora.example.com"), "deep"));

  @Test
  void an_exact_name_goes_before_a_wildcard() {
    assertThat(table.find(new ServerName("sora.example.com"))).contains("exact");
  }

  @Test
  void a_wildcard_takes_any_one_label() {
    assertThat(table.find("turn.example.com")).contains("wildcard");
    assertThat(table.find("turn.sora.example.com")).contains("deep");
  }

  @Test
  void a_wildcard_takes_neither_its_parent_nor_two_labels() {
    assertThat(table.find("example.com")).isEmpty();
    assertThat(table.find("a.b.example.com")).isEmpty();
  }

  @Test
  void an_empty_label_is_no_label() {
    assertThat(table.find(".example.com")).isEmpty();
    assertThat(table.find("")).isEmpty();
    assertThat(table.find(".")).isEmpty();
  }
}
