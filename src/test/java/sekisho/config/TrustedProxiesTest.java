package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.AddressBlock;

class TrustedProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.0/25, 192.0.2.128, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.0, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::, true",
    "2001:db8::/33, 2001:db8:8000::, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "::1, ::1, true"
  })
  void a_block_contains_what_shares_its_prefix(String block, String address, boolean contained) {
    AddressBlock parsed = ((Parsed.Good<AddressBlock>) AddressBlockText.parse(block)).value();

    assertThat(parsed.contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }

  @Test
  void one_block_of_several_is_enough() {
    List<AddressBlock> blocks =
        List.of(
            new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 8),
            new AddressBlock(InetAddress.ofLiteral("::1"), 128));

    assertThat(AddressBlock.anyContains(blocks, InetAddress.ofLiteral("::1"))).isTrue();
    assertThat(AddressBlock.anyContains(blocks, InetAddress.ofLiteral("11.0.0.1"))).isFalse();
    assertThat(AddressBlock.anyContains(List.of(), InetAddress.ofLiteral("::1"))).isFalse();
  }

  @Test
  void a_proxy_header_that_nobody_has_to_send_is_warned_about() {
    String text = "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], \"accept_proxy_protocol\": true}}";

    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/etc"), Map.of());

    assertThat(loaded.warnings())
        .filteredOn(problem -> problem.path().equals("proxy.accept_proxy_protocol"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("trusted_proxies is empty"));
  }

  @Test
  void trusting_everybody_is_warned_about() {
    String text =
        "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"], \"trusted_proxies\": [\"::1\", \"0.0.0.0/0\"]}}";

    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/etc"), Map.of());

    assertThat(loaded.errors()).isEmpty();
    assertThat(loaded.warnings())
        .filteredOn(problem -> problem.path().equals("proxy.trusted_proxies[1]"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("\"0.0.0.0/0\" is everybody"));
  }
}
