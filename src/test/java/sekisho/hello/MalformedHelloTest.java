package sekisho.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.hello.ClientHelloParserTest.parse;
import static sekisho.hello.ClientHellos.concat;
import static sekisho.hello.ClientHellos.handshake;
import static sekisho.hello.ClientHellos.hostName;
import static sekisho.hello.ClientHellos.latin1;
import static sekisho.hello.ClientHellos.record;
import static sekisho.hello.ClientHellos.vector16;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trap 33: what claims to be TLS and is broken is refused with its reason, never incomplete. */
class MalformedHelloTest {
  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int SUPPORTED_VERSIONS = 43;

  @Test
  void a_record_of_another_major_version_is_refused() {
    assertRefused(
        ClientHellos.plain().recordVersion(0x0201).build(), MalformedHello.RECORD_VERSION);
  }

  @Test
  void an_empty_record_is_refused() {
    assertRefused(new byte[] {22, 3, 1, 0, 0}, MalformedHello.RECORD_LENGTH);
  }

  @Test
  void an_empty_record_in_the_middle_of_a_hello_is_refused() {
    byte[] start =
        Arrays.copyOf(ClientHellos.inRecordsOf(100, ClientHellos.plain("a.example")), 105);

    assertRefused(concat(start, new byte[] {22, 3, 1, 0, 0}), MalformedHello.RECORD_LENGTH);
  }

  @Test
  void a_record_longer_than_2_to_the_14_is_refused_by_its_header() {
    assertRefused(new byte[] {22, 3, 1, 0x40, 1}, MalformedHello.RECORD_LENGTH);
  }

  @Test
  void another_record_type_in_the_middle_of_a_hello_is_refused() {
    byte[] records = ClientHellos.inRecordsOf(50, ClientHellos.plain("a.example"));
    records[55] = 23;

    assertRefused(records, MalformedHello.NOT_A_HANDSHAKE_RECORD);
  }

  @Test
  void a_handshake_that_begins_with_another_message_is_refused_by_its_first_byte() {
    assertRefused(new byte[] {22, 3, 1, 0, 100, 2}, MalformedHello.NOT_A_CLIENT_HELLO);
    assertRefused(record(handshake(0, new byte[0]), 4), MalformedHello.NOT_A_CLIENT_HELLO);
  }

  @Test
  void a_hello_over_16_kib_is_refused_as_soon_as_its_length_is_known() {
    byte[] header = {22, 3, 1, 0, 100, 1, 0, 0x40, 0};

    assertRefused(header, MalformedHello.TOO_LARGE);
  }

  @Test
  void a_record_that_fills_the_preread_by_itself_is_refused_by_its_header() {
    assertRefused(new byte[] {22, 3, 1, 0x40, 0}, MalformedHello.TOO_LARGE);
  }

  @Test
  void a_hello_of_exactly_16_kib_is_read_and_one_byte_more_is_refused() {
    int overhead = ClientHellos.plain().extension(21, new byte[0]).build().length;
    int room = ClientHelloParser.MAX_PREREAD_BYTES - overhead;

    byte[] fits = ClientHellos.plain().extension(21, new byte[room]).build();
    byte[] exceeds = ClientHellos.plain().extension(21, new byte[room + 1]).build();

    assertThat(parse(fits)).isInstanceOf(Preread.Hello.class);
    assertRefused(exceeds, MalformedHello.TOO_LARGE);
  }

  @Test
  void a_hello_that_exceeds_16_kib_by_its_record_headers_is_refused() {
    byte[] small = ClientHellos.plain().extension(21, new byte[8000]).build();

    assertThat(parse(ClientHellos.inRecordsOf(6, small))).isInstanceOf(Preread.Hello.class);
    assertRefused(ClientHellos.inRecordsOf(4, small), MalformedHello.TOO_LARGE);
  }

  @Test
  void a_record_that_holds_more_than_the_hello_is_refused() {
    byte[] two = concat(ClientHellos.plain().message(), handshake(1, new byte[10]));

    assertRefused(record(two, 16_384), MalformedHello.SURPLUS_IN_RECORD);
  }

  @Test
  void a_hello_of_another_major_version_is_refused() {
    assertRefused(ClientHellos.plain().legacyVersion(0x0200).build(), MalformedHello.HELLO_VERSION);
  }

  @Test
  void a_session_id_over_32_bytes_is_refused() {
    assertRefused(ClientHellos.plain().sessionId(new byte[33]).build(), MalformedHello.SESSION_ID);
  }

  @Test
  void no_cipher_suite_or_half_of_one_is_refused() {
    assertRefused(ClientHellos.plain().cipherSuites().build(), MalformedHello.CIPHER_SUITES);
    assertRefused(
        ClientHellos.plain().cipherSuiteBytes(new byte[3]).build(), MalformedHello.CIPHER_SUITES);
  }

  @Test
  void a_hello_without_compression_methods_is_refused() {
    assertRefused(
        ClientHellos.plain().compressionMethods(new byte[0]).build(),
        MalformedHello.COMPRESSION_METHODS);
  }

  @Test
  void bytes_after_the_extensions_are_refused() {
    assertRefused(
        ClientHellos.plain().serverName("a.example").trailer(new byte[1]).build(),
        MalformedHello.LENGTHS);
  }

  @Test
  void half_a_length_in_place_of_extensions_is_refused() {
    assertRefused(ClientHellos.builder().trailer(new byte[1]).build(), MalformedHello.LENGTHS);
  }

  @Test
  void an_extension_that_reaches_beyond_the_last_is_refused() {
    byte[] extensions = vector16(new byte[] {0, 21, 0, 5, 0});

    assertRefused(ClientHellos.builder().trailer(extensions).build(), MalformedHello.LENGTHS);
  }

  @Test
  void a_hello_that_ends_in_its_fixed_part_is_refused() {
    assertRefused(record(handshake(1, new byte[0]), 4), MalformedHello.LENGTHS);
    assertRefused(record(handshake(1, new byte[] {3, 3, 1, 2}), 100), MalformedHello.LENGTHS);
  }

  @Test
  void an_extension_that_occurs_twice_is_refused() {
    assertRefused(
        ClientHellos.plain().extension(0xFAFA, new byte[0]).extension(0xFAFA, new byte[0]).build(),
        MalformedHello.DUPLICATE_EXTENSION);
  }

  @Test
  void a_server_name_extension_that_occurs_twice_is_refused() {
    assertRefused(
        ClientHellos.plain().serverName("a.example").serverName("b.example").build(),
        MalformedHello.DUPLICATE_EXTENSION);
  }

  @Test
  void an_empty_or_missing_or_overlong_server_name_list_is_refused() {
    byte[] entry = hostName(latin1("a.example"));

    Stream.of(
            new byte[0],
            vector16(new byte[0]),
            vector16(new byte[] {0, 0}),
            vector16(new byte[] {0, 0, 9, 'a'}),
            concat(vector16(entry), new byte[1]))
        .map(content -> ClientHellos.plain().extension(SERVER_NAME, content).build())
        .forEach(hello -> assertRefused(hello, MalformedHello.SERVER_NAME_LIST));
  }

  @Test
  void a_name_of_an_unknown_type_is_refused() {
    byte[] list = vector16(concat(new byte[] {1}, vector16(latin1("a.example"))));

    assertRefused(
        ClientHellos.plain().extension(SERVER_NAME, list).build(), MalformedHello.SERVER_NAME_TYPE);
  }

  @Test
  void a_list_of_two_host_names_is_refused() {
    byte[] list = vector16(concat(hostName(latin1("a.example")), hostName(latin1("b.example"))));

    assertRefused(
        ClientHellos.plain().extension(SERVER_NAME, list).build(),
        MalformedHello.SERVER_NAME_REPEATED);
  }

  @Test
  void an_empty_name_and_a_lone_dot_are_refused() {
    assertRefused(ClientHellos.plain(""), MalformedHello.SERVER_NAME_EMPTY);
    assertRefused(ClientHellos.plain("."), MalformedHello.SERVER_NAME_EMPTY);
  }

  @Test
  void a_name_over_253_characters_is_refused() {
    assertRefused(ClientHellos.plain("a.".repeat(126) + "ab"), MalformedHello.SERVER_NAME_TOO_LONG);
    assertRefused(ClientHellos.plain("a".repeat(9000)), MalformedHello.SERVER_NAME_TOO_LONG);
  }

  @Test
  void ip_literals_are_refused_as_names() {
    Stream.of(
            "192.0.2.1",
            "192.0.2.1.",
            "127.1",
            "2130706433",
            "2001:db8::1",
            "[::1]",
            "::ffff:1.2.3.4")
        .map(ClientHellos::plain)
        .forEach(hello -> assertRefused(hello, MalformedHello.SERVER_NAME_IS_ADDRESS));
  }

  @Test
  void a_name_that_is_not_ascii_is_refused() {
    assertRefused(ClientHellos.plain("m\u00fcnchen.example"), MalformedHello.SERVER_NAME_NOT_ASCII);
  }

  @Test
  void names_that_are_no_dns_names_are_refused() {
    Stream.of(
            "a..example",
            ".example",
            "a.example..",
            "a b",
            "*.example",
            "a\u0000.example",
            "a\u007f",
            "a/b",
            "a.example.1",
            "a".repeat(64) + ".example")
        .map(ClientHellos::plain)
        .forEach(hello -> assertRefused(hello, MalformedHello.SERVER_NAME_INVALID));
  }

  @Test
  void a_broken_list_of_protocols_is_refused() {
    Stream.of(
            new byte[0],
            vector16(new byte[0]),
            vector16(new byte[] {0}),
            vector16(new byte[] {2, 'h', '2', 0}),
            vector16(new byte[] {3, 'h', '2'}),
            concat(vector16(new byte[] {2, 'h', '2'}), new byte[1]))
        .map(content -> ClientHellos.plain().extension(ALPN, content).build())
        .forEach(hello -> assertRefused(hello, MalformedHello.ALPN));
  }

  @Test
  void a_broken_list_of_versions_is_refused() {
    Stream.of(
            new byte[0],
            new byte[] {0},
            new byte[] {1, 3},
            new byte[] {2, 3},
            new byte[] {2, 3, 4, 0})
        .map(content -> ClientHellos.builder().extension(SUPPORTED_VERSIONS, content).build())
        .forEach(hello -> assertRefused(hello, MalformedHello.SUPPORTED_VERSIONS));
  }

  @Test
  void a_broken_list_of_signature_algorithms_is_refused() {
    Stream.of(new byte[0], new byte[] {0, 0}, new byte[] {0, 1, 4}, new byte[] {0, 2, 4})
        .map(content -> ClientHellos.builder().extension(SIGNATURE_ALGORITHMS, content).build())
        .forEach(hello -> assertRefused(hello, MalformedHello.SIGNATURE_ALGORITHMS));
  }

  @Test
  void every_reason_has_its_own_text() {
    assertThat(MalformedHello.values()).extracting(MalformedHello::text).doesNotHaveDuplicates();
  }

  private static void assertRefused(byte[] bytes, MalformedHello reason) {
    assertThat(parse(bytes)).isEqualTo(new Preread.Malformed(reason));
  }
}
