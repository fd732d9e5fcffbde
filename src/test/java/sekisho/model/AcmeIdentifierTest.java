package sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcmeIdentifierTest {
  /** The examples of RFC 5952 §4, and the ends. */
  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0:0:0:0:0:7, 2001:db8::7",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:1, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
    "203.0.113.7, 203.0.113.7"
  })
  void an_address_has_one_text(String written, String text) {
    assertThat(new AcmeIdentifier.Address(InetAddress.ofLiteral(written)).text()).isEqualTo(text);
  }

  @Test
  void a_name_is_its_text() {
    assertThat(new AcmeIdentifier.Name(new ServerName("a.example"))).hasToString("a.example");
  }
}
