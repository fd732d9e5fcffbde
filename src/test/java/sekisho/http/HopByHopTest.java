package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.message.Fields;

class HopByHopTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "TE",
        "Transfer-Encoding",
        "Upgrade",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "Proxy-",
        "Proxy-Authentication-Info"
      })
  void what_belongs_to_one_connection_does_so_in_any_case_and_unnominated(String name) {
    assertThat(HopByHop.isHopByHop(name, null)).isTrue();
    assertThat(HopByHop.isHopByHop(name.toLowerCase(Locale.ROOT), "close")).isTrue();
    assertThat(HopByHop.isHopByHop(name.toUpperCase(Locale.ROOT), null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T",
        "TEE",
        "Trailer",
        "Upgrade-Insecure-Requests",
        "Connections",
        "X-Connection",
        "Keep-Alives",
        "Transfer-Encodings",
        "Content-Encoding-",
        "Proxy",
        "Proxied-By",
        "X-Proxy-Id",
        "Content-Length",
        "Host"
      })
  void what_only_resembles_such_a_field_goes_from_end_to_end(String name) {
    assertThat(HopByHop.isHopByHop(name, null)).isFalse();
    assertThat(HopByHop.isHopByHop(name, "close")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-A | X-A",
        "X-A | x-a",
        "x-a | close, X-A",
        "X-A | close,X-A,keep-alive",
        "X-A | ,,X-A ,",
        "X-Forwarded-For | close, X-Forwarded-For",
        "Authorization | authorization",
        "Cookie | '\tCookie\t'"
      })
  void what_connection_nominates_belongs_to_the_connection(String name, String connection) {
    assertThat(HopByHop.isHopByHop(name, connection)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-A | X-AB",
        "X-A | XX-A",
        "X-A | X-A-B",
        "X-A | X A",
        "X-A | '\"X-A\"'",
        "X-A | ''"
      })
  void what_it_nominates_is_a_whole_name(String name, String connection) {
    assertThat(HopByHop.isHopByHop(name, connection)).isFalse();
  }

  @Test
  void the_length_of_a_body_stays_though_it_be_nominated() {
    assertThat(HopByHop.isHopByHop("Content-Length", "Content-Length")).isFalse();
    assertThat(HopByHop.isHopByHop("content-length", "close, CONTENT-LENGTH")).isFalse();
  }

  @Test
  void several_connection_fields_nominate_together() {
    Fields fields =
        new Fields().add("Connection", "close").add("X-A", "1").add("connection", "X-A, X-B");

    String connection = HopByHop.connectionOf(fields);

    assertThat(HopByHop.isHopByHop("X-A", connection)).isTrue();
    assertThat(HopByHop.isHopByHop("X-B", connection)).isTrue();
    assertThat(HopByHop.isHopByHop("X-C", connection)).isFalse();
  }

  @Test
  void a_message_without_connection_nominates_nothing() {
    assertThat(HopByHop.connectionOf(new Fields().add("X-Connection", "X-A"))).isNull();
  }
}
