package sekisho.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import sekisho.model.ProxyProtocol;

class ProxyHeaderTest {
  private static final InetSocketAddress IPV4_CLIENT = address("192.0.2.7", 50_000);
  private static final InetSocketAddress IPV4_LOCAL = address("198.51.100.1", 443);
  private static final InetSocketAddress IPV6_CLIENT = address("2001:db8:0:0:1:0:0:7", 65_535);
  private static final InetSocketAddress IPV6_LOCAL = address("2001:db8::1", 443);

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @Test
  void version_1_of_ipv4_is_this_line() {
    assertThat(v1(IPV4_CLIENT, IPV4_LOCAL))
        .isEqualTo("PROXY TCP4 192.0.2.7 198.51.100.1 50000 443\r\n");
  }

  @Test
  void version_1_of_ipv6_is_this_line() {
    assertThat(v1(IPV6_CLIENT, IPV6_LOCAL))
        .isEqualTo("PROXY TCP6 2001:db8::1:0:0:7 2001:db8::1 65535 443\r\n");
  }

  @Test
  void version_1_of_mixed_families_maps_the_ipv4_address() {
    assertThat(v1(IPV4_CLIENT, IPV6_LOCAL))
        .isEqualTo("PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 50000 443\r\n");
    assertThat(v1(IPV6_CLIENT, IPV4_LOCAL))
        .isEqualTo("PROXY TCP6 2001:db8::1:0:0:7 ::ffff:198.51.100.1 65535 443\r\n");
  }

  @Test
  void the_longest_line_of_version_1_is_within_the_protocols_bound() {
    InetSocketAddress longest = address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65_535);

    assertThat(v1(longest, longest)).hasSizeLessThanOrEqualTo(107).endsWith("65535 65535\r\n");
  }

  @Test
  void version_2_of_ipv4_is_these_bytes() {
    assertThat(v2(IPV4_CLIENT, IPV4_LOCAL))
        .isEqualTo(SIGNATURE + "21" + "11" + "000c" + "c0000207" + "c6336401" + "c350" + "01bb");
  }

  @Test
  void version_2_of_ipv6_is_these_bytes() {
    assertThat(v2(IPV6_CLIENT, IPV6_LOCAL))
        .isEqualTo(
            SIGNATURE
                + "21"
                + "21"
                + "0024"
                + "20010db8000000000001000000000007"
                + "20010db8000000000000000000000001"
                + "ffff"
                + "01bb");
  }

  @Test
  void version_2_of_mixed_families_maps_the_ipv4_address() {
    assertThat(v2(IPV4_CLIENT, IPV6_LOCAL))
        .isEqualTo(
            SIGNATURE
                + "21"
                + "21"
                + "0024"
                + "00000000000000000000ffffc0000207"
                + "20010db8000000000000000000000001"
                + "c350"
                + "01bb");
  }

  @Test
  void none_is_no_byte() {
    ByteBuf none = encode(ProxyProtocol.NONE, IPV4_CLIENT, IPV4_LOCAL);

    assertThat(none.isReadable()).isFalse();
  }

  private static String v1(InetSocketAddress source, InetSocketAddress destination) {
    ByteBuf header = encode(ProxyProtocol.V1, source, destination);
    try {
      return header.toString(US_ASCII);
    } finally {
      header.release();
    }
  }

  private static String v2(InetSocketAddress source, InetSocketAddress destination) {
    ByteBuf header = encode(ProxyProtocol.V2, source, destination);
    try {
      return ByteBufUtil.hexDump(header);
    } finally {
      header.release();
    }
  }

  private static ByteBuf encode(
      ProxyProtocol version, InetSocketAddress source, InetSocketAddress destination) {
    return ProxyHeader.encode(version, source, destination, UnpooledByteBufAllocator.DEFAULT);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
