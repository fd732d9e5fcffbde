package sekisho.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.proxyprotocol.Headers.line;
import static sekisho.proxyprotocol.Headers.parse;
import static sekisho.proxyprotocol.Headers.proxied;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Version1Test {

  @Test
  void ipv4_addresses_and_ports() {
    assertThat(parse(line("PROXY TCP4 192.0.2.1 203.0.113.7 4444 443")))
        .isEqualTo(proxied("192.0.2.1", 4444, "203.0.113.7", 443, 43));
  }

  @Test
  void ipv6_addresses_and_ports() {
    assertThat(parse(line("PROXY TCP6 2001:db8::1 2001:DB8:0:0:0:0:0:2 0 65535")))
        .isEqualTo(proxied("2001:db8::1", 0, "2001:db8::2", 65_535, 53));
  }

  @Test
  void an_ipv4_mapped_source_is_ipv4() {
    assertThat(parse(line("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2")))
        .isEqualTo(proxied("192.0.2.1", 1, "::1", 2, 37));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN",
        "PROXY UNKNOWN ",
        "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535",
        "PROXY UNKNOWN whatever else"
      })
  void of_an_unknown_client_nothing_is_believed(String line) {
    assertThat(parse(line(line))).isEqualTo(new Received.Local(line.length() + 2));
  }

  @Test
  void what_follows_the_line_is_not_looked_at() {
    byte[] bytes =
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nPROXY TCP4 9.9.9.9 9.9.9.9 9 9\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    assertThat(parse(bytes)).isEqualTo(proxied("1.2.3.4", 1, "5.6.7.8", 2, 32));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY",
        "PROXY TCP4",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 443 ",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 443 1",
        "PROXY  TCP4 1.2.3.4 5.6.7.8 80 443",
        "PROXY TCP4 1.2.3.4  5.6.7.8 80 443",
        "PROXY TCP4\t1.2.3.4 5.6.7.8 80 443",
        "proxy TCP4 1.2.3.4 5.6.7.8 80 443",
        "PROXY tcp4 1.2.3.4 5.6.7.8 80 443",
        "PROXY UDP4 1.2.3.4 5.6.7.8 80 443",
        "PROXY UNKNOWNX 1.2.3.4",
        "PROXY TCP4 ::1 ::1 80 443",
        "PROXY TCP4 1.2.3.4 ::1 80 443",
        "PROXY TCP6 1.2.3.4 ::1 80 443",
        "PROXY TCP6 ::1 1.2.3.4 80 443",
        "PROXY TCP4 01.2.3.4 5.6.7.8 80 443",
        "PROXY TCP4 1.2.3.4 5.6.7.08 80 443",
        "PROXY TCP4 1.2.3 5.6.7.8 80 443",
        "PROXY TCP4 1.2.3.256 5.6.7.8 80 443",
        "PROXY TCP4 localhost 5.6.7.8 80 443",
        "PROXY TCP6 fe80::1%eth0 ::1 80 443",
        "PROXY TCP6 [::1] ::1 80 443",
        "PROXY TCP6 ::1:: ::1 80 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 +80 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 -1 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 0080 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 00",
        "PROXY TCP4 1.2.3.4 5.6.7.8 65536 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 99999999999 443",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 \u0664\u0664\u0663",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 443\r",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 443\u0000",
        "PROXY UNKNOWN a\u0000b",
        "PROXY UNKNOWN a\u00e4b",
        "PROXY TCP4 1.2.3.4 5.6.7.8 80 443\rPROXY"
      })
  void whatever_is_not_exactly_a_header_is_malformed(String line) {
    assertThat(parse(line(line))).isInstanceOf(Received.Malformed.class);
  }

  @Test
  void a_line_that_ends_without_carriage_return_is_malformed() {
    assertThat(parse("PROXY UNKNOWN\n".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(new Received.Malformed("a line end without carriage return"));
  }

  @Test
  void the_longest_line_has_107_bytes() {
    String longest = "PROXY UNKNOWN " + "x".repeat(107 - 16);

    assertThat(parse(line(longest))).isEqualTo(new Received.Local(107));
    assertThat(parse(line(longest + "x"))).isInstanceOf(Received.Malformed.class);
    assertThat(parse((longest + "xx").getBytes(StandardCharsets.US_ASCII)))
        .as("decided before its end")
        .isInstanceOf(Received.Malformed.class);
  }
}
