package sekisho.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.proxyprotocol.Headers.IPV4_ADDRESSES;
import static sekisho.proxyprotocol.Headers.IPV6_ADDRESSES;
import static sekisho.proxyprotocol.Headers.TCP4;
import static sekisho.proxyprotocol.Headers.TCP6;
import static sekisho.proxyprotocol.Headers.binary;
import static sekisho.proxyprotocol.Headers.parse;
import static sekisho.proxyprotocol.Headers.proxied;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Version2Test {
  private static final int PROXY = 0x21;
  private static final int LOCAL = 0x20;

  @Test
  void ipv4_addresses_and_ports() {
    assertThat(parse(binary(PROXY, TCP4, IPV4_ADDRESSES)))
        .isEqualTo(proxied("192.0.2.1", 4444, "203.0.113.7", 443, 28));
  }

  @Test
  void ipv6_addresses_and_ports() {
    assertThat(parse(binary(PROXY, TCP6, IPV6_ADDRESSES)))
        .isEqualTo(proxied("2001:db8::1", 4444, "2001:db8::2", 443, 52));
  }

  @Test
  void an_ipv4_mapped_source_is_ipv4() {
    String mapped = "00000000000000000000ffffc0000201";

    assertThat(parse(binary(PROXY, TCP6, mapped, mapped, "00010002")))
        .isEqualTo(proxied("192.0.2.1", 1, "192.0.2.1", 2, 52));
  }

  @Test
  void tlvs_are_skipped() {
    assertThat(parse(binary(PROXY, TCP4, IPV4_ADDRESSES, "ea0003" + "010203", "040000")))
        .isEqualTo(proxied("192.0.2.1", 4444, "203.0.113.7", 443, 37));
  }

  @Test
  void a_checksum_has_to_be_right() {
    byte[] header = Headers.withChecksum();

    assertThat(parse(header)).isEqualTo(proxied("192.0.2.1", 4444, "203.0.113.7", 443, 35));
    for (int i = 16; i < header.length; i++) {
      byte[] changed = header.clone();
      changed[i] ^= 0x10;
      // Another type of TLV is no checksum any more.
      if (i != 28) {
        assertThat(parse(changed)).as("byte %d", i).isInstanceOf(Received.Malformed.class);
      }
    }
  }

  @Test
  void local_means_the_proxy_itself_whatever_else_it_says() {
    assertThat(parse(binary(LOCAL, 0))).isEqualTo(new Received.Local(16));
    assertThat(parse(binary(LOCAL, TCP4, IPV4_ADDRESSES))).isEqualTo(new Received.Local(28));
    assertThat(parse(binary(LOCAL, 0xff, "0102"))).isEqualTo(new Received.Local(18));
  }

  @Test
  void of_an_unspecified_family_nothing_is_believed() {
    assertThat(parse(binary(PROXY, 0, "010203"))).isEqualTo(new Received.Local(19));
    assertThat(parse(binary(PROXY, 0x31, "00".repeat(216)))).isEqualTo(new Received.Local(232));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x12, 0x22, 0x32, 0x10, 0x13, 0x01, 0x41, 0xff})
  void datagrams_and_unassigned_families_are_malformed(int family) {
    assertThat(parse(binary(PROXY, family, "00".repeat(216))))
        .isInstanceOf(Received.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x11, 0x01, 0x31, 0x22, 0x2f, 0xf1})
  void another_version_or_command_is_malformed(int versionAndCommand) {
    assertThat(parse(binary(versionAndCommand, TCP4, IPV4_ADDRESSES)))
        .isInstanceOf(Received.Malformed.class);
  }

  @Test
  void addresses_that_do_not_fit_are_malformed() {
    assertThat(parse(binary(PROXY, TCP4, IPV4_ADDRESSES.substring(2))))
        .isInstanceOf(Received.Malformed.class);
    assertThat(parse(binary(PROXY, TCP6, IPV4_ADDRESSES))).isInstanceOf(Received.Malformed.class);
    assertThat(parse(binary(PROXY, 0x31, "00".repeat(215)))).isInstanceOf(Received.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "0400", "040001", "04000501020304", "030000", "0300020000"})
  void tlvs_that_do_not_fit_are_malformed(String tlvs) {
    assertThat(parse(binary(PROXY, TCP4, IPV4_ADDRESSES, tlvs)))
        .isInstanceOf(Received.Malformed.class);
  }

  @Test
  void the_length_is_bounded_and_decides_before_its_bytes_come() {
    String filling = "04" + "%04x".formatted(4096 - 12 - 3) + "00".repeat(4096 - 12 - 3);

    assertThat(parse(binary(PROXY, TCP4, IPV4_ADDRESSES, filling)))
        .isInstanceOf(Received.Proxied.class);
    assertThat(parse(Arrays.copyOf(binary(PROXY, TCP4, "00".repeat(4097)), 16)))
        .isEqualTo(new Received.Malformed("longer than 4096 bytes"));
  }
}
