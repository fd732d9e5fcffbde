package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

class SyntaxTest {

  @Test
  void the_octets_of_a_token_are_those_of_the_rfc() {
    String tchar = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int octet = 0; octet < 256; octet++) {
      assertThat(Syntax.isTokenOctet((byte) octet))
          .as("octet %d", octet)
          .isEqualTo(tchar.indexOf(octet) >= 0);
    }
  }

  @Test
  void a_target_is_visible_ascii_without_a_fragment() {
    for (int octet = 0; octet < 256; octet++) {
      assertThat(Syntax.isTargetOctet((byte) octet))
          .as("octet %d", octet)
          .isEqualTo(octet > 32 && octet < 127 && octet != '#');
    }
  }

  @Test
  void a_value_has_no_control_octets_but_tabs() {
    for (int octet = 0; octet < 256; octet++) {
      assertThat(Syntax.isValueOctet((byte) octet))
          .as("octet %d", octet)
          .isEqualTo(octet == 9 || (octet >= 32 && octet != 127));
    }
  }

  @Test
  void a_token_is_not_empty_and_has_no_other_octet() {
    assertThat(Syntax.isToken("X-a_1")).isTrue();
    assertThat(Syntax.isToken("")).isFalse();
    assertThat(Syntax.isToken("a b")).isFalse();
    assertThat(Syntax.isToken("\u0141")).isFalse();
  }

  @Test
  void an_element_of_a_list_is_found_whole_and_without_case() {
    assertThat(Syntax.listContains("close", "Close")).isTrue();
    assertThat(Syntax.listContains("keep-alive,\tUPGRADE ", "upgrade")).isTrue();
    assertThat(Syntax.listContains(",, close ,", "close")).isTrue();
    assertThat(Syntax.listContains("closed, enclose, not close", "close")).isFalse();
    assertThat(Syntax.listContains("", "close")).isFalse();
    assertThat(Syntax.listContains("clo", "close")).isFalse();
  }

  @Test
  void known_names_and_methods_are_the_same_text_each_time_and_others_are_as_written() {
    for (String known : List.of("Host", "User-Agent", "Content-Length", "sec-ch-ua-platform")) {
      assertThat(field(known)).isSameAs(field(known)).isEqualTo(known);
    }
    for (String other : List.of("host", "HOST", "Hosu", "X", "Content-length")) {
      assertThat(field(other)).isEqualTo(other);
    }
    assertThat(method("DELETE")).isSameAs(method("DELETE")).isEqualTo("DELETE");
    assertThat(method("delete")).isEqualTo("delete");
    assertThat(method("DELETES")).isEqualTo("DELETES");
  }

  @Test
  void any_name_comes_out_as_it_went_in() {
    Seeds.each(SyntaxTest::anyName);
  }

  private static void anyName(Random random) {
    byte[] known = "Content-Type".getBytes(ISO_8859_1);
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = known.clone();
      octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      int length = 1 + random.nextInt(octets.length);

      assertThat(Names.field(octets, length)).isEqualTo(new String(octets, 0, length, ISO_8859_1));
    }
  }

  private static String field(String name) {
    return Names.field(name.getBytes(ISO_8859_1), name.length());
  }

  private static String method(String method) {
    return Names.method(method.getBytes(ISO_8859_1), method.length());
  }
}
