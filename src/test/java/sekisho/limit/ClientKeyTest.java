package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeyTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "0.0.0.0, ::, false",
    "0.0.0.1, ::1, false",
    "192.0.2.1, 0:0:c000:201::, false",
    "192.0.2.1, ffff:ffff:c000:201::, false"
  })
  void an_ipv6_client_is_its_64_and_an_ipv4_client_is_itself(String a, String b, boolean same) {
    boolean equal = key(a).equals(key(b));

    assertThat(equal).isEqualTo(same);
  }

  @Test
  void an_ipv4_mapped_address_is_the_ipv4_address() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
    // As a socket of both families tells it; the JDK's other ways make it IPv4 themselves.
    InetAddress address = Inet6Address.getByAddress(null, mapped, -1);

    assertThat(address).isInstanceOf(Inet6Address.class);
    assertThat(ClientKey.of(address)).isEqualTo(key("192.0.2.1"));
  }

  @Test
  void a_text_is_itself_and_nobody_elses() {
    assertThat(ClientKey.of("a")).isEqualTo(ClientKey.of("a")).isNotEqualTo(ClientKey.of("A"));
    assertThat(ClientKey.of("192.0.2.1")).isNotEqualTo(key("192.0.2.1"));
    assertThatIllegalArgumentException().isThrownBy(() -> ClientKey.of(""));
  }

  @Test
  void a_long_text_is_known_by_a_digest_that_nobody_can_send() {
    String text = "x".repeat(ClientKey.MAX_TEXT_LENGTH + 1);
    ClientKey.Text key = (ClientKey.Text) ClientKey.of(text);

    assertThat(key.text()).hasSizeLessThan(80).startsWith("sha256:");
    assertThat(ClientKey.of(text)).isEqualTo(key);
    assertThat(ClientKey.of(text + "y")).isNotEqualTo(key);
    assertThat(ClientKey.of(key.text())).isNotEqualTo(key);
  }

  private static ClientKey key(String address) {
    return ClientKey.of(InetAddress.ofLiteral(address));
  }
}
