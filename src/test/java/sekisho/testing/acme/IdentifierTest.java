package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:0:7, 2001:db8::7",
    "2001:DB8::7, 2001:db8::7",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "10:0:0:10:0:0:1:1, 10::10:0:0:1:1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:db8:0:0:0:0:0:0, 2001:db8::",
    "203.0.113.7, 203.0.113.7"
  })
  void an_address_is_written_as_rfc_5952_has_it(String written, String canonical) {
    assertThat(Identifier.ip(written).value()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8:0:0:0:0:0:7",
        "2001:DB8::7",
        "2001:db8::0:7",
        "127.1",
        "::ffff:1.2.3.4",
        "a.test"
      })
  void an_address_in_any_other_form_is_malformed(String written) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ordered("ip", written))
        .satisfies(e -> assertThat(e.problem().type()).isEqualTo("malformed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A.test", "test", "a..test", "-a.test", "a.test.", "203.0.113.7", ""})
  void what_is_no_name_in_lower_case_is_malformed(String written) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ordered("dns", written))
        .satisfies(e -> assertThat(e.problem().type()).isEqualTo("malformed"));
  }

  @Test
  void a_wildcard_is_rejected() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ordered("dns", "*.a.test"))
        .satisfies(e -> assertThat(e.problem().type()).isEqualTo("rejectedIdentifier"));
  }

  /** RFC 8738 §6 and RFC 3596 §2.5 have these. */
  @Test
  void an_address_is_asked_for_by_its_reverse_name() {
    assertThat(Identifier.ip("203.0.113.7").serverName()).isEqualTo("7.113.0.203.in-addr.arpa");
    assertThat(Identifier.ip("4321:0:1:2:3:4:567:89ab").serverName())
        .isEqualTo("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa");
  }

  /** RFC 9773 §4.1. */
  @Test
  void a_certificate_is_called_as_in_the_example() {
    byte[] authority =
        HexFormat.ofDelimiter(":")
            .parseHex("69:88:5B:6B:87:46:40:41:E1:B3:7B:84:7B:A0:AE:2C:DE:01:C8:D4");
    byte[] serial = HexFormat.ofDelimiter(":").parseHex("00:87:65:43:21");

    assertThat(CertificateId.of(authority, serial))
        .isEqualTo("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
  }

  private static Identifier ordered(String type, String value) {
    return Identifier.ordered(Json.object().put("type", type).put("value", value));
  }
}
