package sekisho.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.proxyprotocol.Headers.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.Seeds;

/** What holds for both versions. */
class ProxyHeaderParserTest {
  private static final byte[] MORE = {0x16, 0x03, 0x01};

  static List<byte[]> headers() {
    return List.of(
        Headers.line("PROXY TCP4 192.0.2.1 203.0.113.7 4444 443"),
        Headers.line("PROXY TCP6 2001:db8::1 2001:db8::2 4444 443"),
        Headers.line("PROXY UNKNOWN"),
        Headers.binary(0x21, Headers.TCP4, Headers.IPV4_ADDRESSES),
        Headers.binary(0x21, Headers.TCP6, Headers.IPV6_ADDRESSES, "040000"),
        Headers.binary(0x20, 0),
        Headers.withChecksum());
  }

  @Test
  void nothing_is_nothing_yet() {
    assertThat(parse()).isEqualTo(new Received.Incomplete());
  }

  @ParameterizedTest
  @MethodSource("headers")
  void cut_anywhere_it_is_incomplete_and_more_bytes_change_nothing(byte[] header) {
    Received whole = parse(header);

    for (int length = 0; length < header.length; length++) {
      assertThat(parse(header, 0, length))
          .as("%d bytes", length)
          .isEqualTo(new Received.Incomplete());
    }
    byte[] more = Arrays.copyOf(header, header.length + MORE.length);
    System.arraycopy(MORE, 0, more, header.length, MORE.length);
    assertThat(whole).isNotInstanceOf(Received.Incomplete.class);
    assertThat(whole).isNotInstanceOf(Received.Malformed.class);
    assertThat(parse(more)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0x16, 'G', 'p', '\n', ' ', 0, -1})
  void a_first_byte_of_something_else_decides_at_once(byte first) {
    assertThat(parse(first)).isEqualTo(new Received.Malformed("no PROXY header"));
  }

  @Test
  void a_post_request_is_no_header() {
    assertThat(parse((byte) 'P', (byte) 'O')).isEqualTo(new Received.Malformed("no PROXY header"));
  }

  @Test
  void mutated_it_is_decided_and_a_decision_stays() {
    Seeds.each(random -> {
      for (int round = 0; round < 20_000; round++) {
        byte[] header = headers().get(random.nextInt(headers().size())).clone();
        mutate(header, random);
        Received known = new Received.Incomplete();
        for (int length = 0; length <= header.length; length++) {
          Received now = parse(header, 0, length);
          if (!(known instanceof Received.Incomplete)) {
            assertThat(now).isEqualTo(known);
          }
          known = now;
        }
        if (known instanceof Received.Proxied proxied) {
          assertThat(proxied.bytes()).isLessThanOrEqualTo(header.length);
          assertThat(proxied.source().isUnresolved()).isFalse();
        }
      }
    });
  }

  private static void mutate(byte[] header, Random random) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      header[random.nextInt(header.length)] = (byte) random.nextInt(256);
    }
  }
}
