package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of RFC 3596 §2.5 and the product's own. */
class ReverseNameTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 7.113.0.203.in-addr.arpa",
    "4321:0:1:2:3:4:567:89ab,"
        + " b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa"
  })
  void an_address_has_a_reverse_name(String address, String name) {
    assertThat(ReverseName.of(InetAddress.ofLiteral(address))).hasToString(name);
  }
}
