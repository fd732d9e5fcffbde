package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.Seeds;
import sekisho.message.Fields;
import sekisho.model.AddressBlock;

/** Who a client is, by its peer and what trusted peers say (trap 17). */
class ClientAddressTest {
  private static final List<AddressBlock> TRUSTED =
      List.of(
          new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 8),
          new AddressBlock(InetAddress.ofLiteral("192.0.2.128"), 25),
          new AddressBlock(InetAddress.ofLiteral("2001:db8:1::"), 48),
          new AddressBlock(InetAddress.ofLiteral("203.0.113.9"), 32));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what X-Forwarded-For holds          | the client
          198.51.100.1                          | 198.51.100.1
          6.6.6.6, 198.51.100.1                 | 198.51.100.1
          6.6.6.6, 198.51.100.1, 10.9.9.9       | 198.51.100.1
          6.6.6.6,198.51.100.1,10.9.9.9,10.0.0.2| 198.51.100.1
          10.0.0.9, 10.0.0.8                    | 10.0.0.9
          '198.51.100.1, , ,'                   | 198.51.100.1
          ',10.0.0.9'                           | 10.0.0.9
          ' , '                                 | 10.0.0.1
          198.51.100.1:50123                    | 198.51.100.1
          [2001:db8::7]                         | 2001:db8::7
          [2001:db8::7]:50123                   | 2001:db8::7
          2001:db8:0:0::7                       | 2001:db8::7
          ::ffff:198.51.100.1                   | 198.51.100.1
          6.6.6.6, ::ffff:10.1.1.1              | 6.6.6.6
          198.51.100.1, 2001:db8:1::5           | 198.51.100.1
          6.6.6.6, 192.0.2.127, 192.0.2.128     | 192.0.2.127
          6.6.6.6, 203.0.113.10, 203.0.113.9    | 203.0.113.10
          # what is no address ends the walk where it was
          unknown                               | 10.0.0.1
          6.6.6.6, unknown, 10.0.0.5            | 10.0.0.5
          6.6.6.6, _hidden                      | 10.0.0.1
          6.6.6.6, localhost                    | 10.0.0.1
          6.6.6.6, 10.0.0                       | 10.0.0.1
          6.6.6.6, 1.2.3.4.5                    | 10.0.0.1
          6.6.6.6, 256.1.1.1                    | 10.0.0.1
          6.6.6.6, 1.2.3.4:                     | 10.0.0.1
          6.6.6.6, 1.2.3.4:a                    | 10.0.0.1
          6.6.6.6, 1.2.3.4:123456               | 10.0.0.1
          6.6.6.6, [1.2.3.4]                    | 10.0.0.1
          6.6.6.6, [2001:db8::7                 | 10.0.0.1
          6.6.6.6, [2001:db8::7]x               | 10.0.0.1
          6.6.6.6, [[2001:db8::7]]              | 10.0.0.1
          6.6.6.6, []                           | 10.0.0.1
          6.6.6.6, fe80::1%eth0                 | 10.0.0.1
          6.6.6.6, 198.51.100.1 10.0.0.2        | 10.0.0.1
          """)
  void the_chain_is_walked_from_the_right_to_the_first_that_is_not_trusted(
      String chain, String client) {
    assertThat(of("10.0.0.1", chain).text()).isEqualTo(client);
  }

  @Test
  void all_lines_are_one_chain() {
    ClientAddress client = of("10.0.0.1", "6.6.6.6", "198.51.100.1, 10.0.0.3", "10.0.0.2");

    assertThat(client.text()).isEqualTo("198.51.100.1");
    assertThat(client.address()).isEqualTo(InetAddress.ofLiteral("198.51.100.1"));
    assertThat(client.forwardedFor())
        .isEqualTo("6.6.6.6, 198.51.100.1, 10.0.0.3, 10.0.0.2, 10.0.0.1");
  }

  @Test
  void a_peer_that_is_not_trusted_is_the_client_whatever_it_says() {
    for (String peer : List.of("11.0.0.1", "192.0.2.127", "2001:db8:2::1", "203.0.113.8")) {
      ClientAddress client = of(peer, "198.51.100.1", "10.0.0.2");

      assertThat(client.peerIsTrusted()).isFalse();
      assertThat(client.text()).isEqualTo(peer);
      assertThat(client.forwardedFor()).isEqualTo(peer);
    }
  }

  @Test
  void a_trusted_peer_that_says_nothing_is_the_client() {
    ClientAddress client = of("2001:db8:1::1");

    assertThat(client.peerIsTrusted()).isTrue();
    assertThat(client.text()).isEqualTo("2001:db8:1::1");
    assertThat(client.forwardedFor()).isEqualTo("2001:db8:1::1");
  }

  @Test
  void an_ipv4_mapped_peer_is_an_ipv4_peer() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = 10;
    mapped[15] = 1;
    InetAddress peer = java.net.Inet6Address.getByAddress(null, mapped, -1);

    ClientAddress client = of(new InetSocketAddress(peer, 1), "198.51.100.1");

    assertThat(client.text()).isEqualTo("198.51.100.1");
    assertThat(client.forwardedFor()).isEqualTo("198.51.100.1, 10.0.0.1");
  }

  @Test
  void a_chain_of_thousands_is_walked_once() {
    String chain = "198.51.100.1" + ", 10.0.0.2".repeat(5_000);

    assertThat(of("10.0.0.1", chain).text()).isEqualTo("198.51.100.1");
  }

  @Test
  void whatever_a_chain_holds_the_client_is_the_peer_or_an_address_in_it() {
    String[] pieces = {
      "10.0.0.2",
      "198.51.100.1",
      "2001:db8::7",
      "[2001:db8::7]:1",
      ":",
      "]",
      "[",
      "%",
      ",",
      " ",
      "x",
      "1",
      ".",
      "::",
      "\u00e9",
      "\t"
    };
    Seeds.each(random -> {
      for (int round = 0; round < 5_000; round++) {
        StringBuilder chain = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
          chain.append(pieces[random.nextInt(pieces.length)]);
        }

        ClientAddress client = of("10.0.0.1", chain.toString());

        List<InetAddress> named =
            Stream.of(chain.toString().split(","))
                .map(entry -> ForwardedEntry.address(entry.strip()))
                .filter(Objects::nonNull)
                .toList();
        if (!client.text().equals("10.0.0.1")) {
          assertThat(named).as(chain.toString()).contains(client.address());
        }
        if (named.isEmpty()) {
          assertThat(client.text()).as(chain.toString()).isEqualTo("10.0.0.1");
        }
      }
    });
  }

  @Test
  void an_id_is_kept_from_trusted_peers_if_it_can_stand_in_a_log_line() {
    String uuid = "Root=1-67891233-abcdef012345678912345678/a.b_c:d+e@f";
    assertThat(id(true, uuid)).isEqualTo(uuid);
    assertThat(id(false, uuid)).matches("[0-9a-f]{32}");
    assertThat(id(true, uuid, uuid)).matches("[0-9a-f]{32}");
    assertThat(id(true)).matches("[0-9a-f]{32}");
    for (String bad : List.of("", "a b", "<b>", "a\"b", "a,b", "\u00e9", "a".repeat(129))) {
      assertThat(id(true, bad)).as(bad).matches("[0-9a-f]{32}");
    }
  }

  private static String id(boolean trusted, String... ids) {
    Fields fields = new Fields();
    for (String id : ids) {
      fields.add("x-request-id", id);
    }
    return RequestId.of(fields, trusted);
  }

  private static ClientAddress of(String peer, String... lines) {
    return of(new InetSocketAddress(InetAddress.ofLiteral(peer), 50_000), lines);
  }

  private static ClientAddress of(InetSocketAddress peer, String... lines) {
    Fields fields = new Fields();
    for (String line : lines) {
      fields.add("x-Forwarded-FOR", line);
    }
    ClientConnection connection =
        ClientConnection.of(
            peer,
            new InetSocketAddress(443),
            Optional.empty(),
            "TLSv1.3",
            ClientIdentity.NOT_ASKED);
    return ClientAddress.of(connection, TRUSTED, fields);
  }
}
