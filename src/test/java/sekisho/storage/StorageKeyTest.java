package sekisho.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a.example", "2001:db8::7", "::1", "_group", "account.key", "203.0.113.7"})
  void names_and_addresses_are_segments(String text) {
    assertThat(StorageKey.of("certificates").below(text)).hasToString("certificates/" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".lock", "a/b", "a\\b", "a\0b", "-rf", "ä", "a b"})
  void what_could_leave_its_folder_is_none(String text) {
    assertThatThrownBy(() -> StorageKey.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
