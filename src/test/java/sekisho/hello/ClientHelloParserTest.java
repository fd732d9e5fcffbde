package sekisho.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sekisho.model.ServerName;

class ClientHelloParserTest {

  @Test
  void a_hello_like_chromiums_is_read_whole() {
    byte[] bytes = ClientHellos.chromium("sora.example.com");

    ClientHello hello = hello(bytes);

    assertThat(bytes).hasSizeGreaterThan(1700);
    assertThat(hello.serverName()).contains(new ServerName("sora.example.com"));
    assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
    assertThat(hello.offersTls13()).isTrue();
    assertThat(hello.signatureSchemes()).startsWith(0x0403, 0x0804).hasSize(8);
    assertThat(hello.acceptsEcdsa()).isTrue();
  }

  @Test
  void a_name_is_lower_cased_and_loses_one_trailing_dot() {
    assertThat(hello(ClientHellos.plain("SORA.Example.com.")).serverName())
        .contains(new ServerName("sora.example.com"));
  }

  @Test
  void a_name_of_253_characters_with_a_trailing_dot_is_taken() {
    String name =
        "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

    assertThat(hello(ClientHellos.plain(name + ".")).serverName()).contains(new ServerName(name));
  }

  @Test
  void a_hello_without_a_server_name_names_nobody() {
    assertThat(hello(ClientHellos.withoutServerName()).serverName()).isEmpty();
  }

  @Test
  void a_hello_without_extensions_is_a_hello() {
    byte[] bytes = ClientHellos.builder().build();

    assertThat(hello(bytes))
        .isEqualTo(new ClientHello(Optional.empty(), List.of(), false, List.of(), false));
  }

  @Test
  void alpn_protocols_keep_every_byte() {
    ClientHello hello = hello(ClientHellos.plain().alpn("\u00e4\u0000", "http/1.1").build());

    assertThat(hello.alpn()).containsExactly("\u00e4\u0000", "http/1.1");
    assertThat(hello.hasAlpn("http/1.1")).isTrue();
    assertThat(hello.hasAlpn("h2")).isFalse();
  }

  @Test
  void a_challenge_is_acme_tls_1_and_nothing_else() {
    assertThat(hello(ClientHellos.plain().alpn("acme-tls/1").build()).isAcmeChallenge()).isTrue();
    assertThat(hello(ClientHellos.plain().alpn("acme-tls/1", "h2").build()).isAcmeChallenge())
        .isFalse();
    assertThat(hello(ClientHellos.plain().build()).isAcmeChallenge()).isFalse();
  }

  @Test
  void a_tls_1_2_hello_without_ecdsa_suites_does_not_accept_ecdsa() {
    ClientHello hello =
        hello(
            ClientHellos.builder()
                .cipherSuites(ClientHellos.ECDHE_RSA_AES_128_GCM)
                .signatureAlgorithms(ClientHellos.ECDSA_SECP256R1_SHA256)
                .build());

    assertThat(hello.acceptsEcdsa()).isFalse();
  }

  @Test
  void a_tls_1_2_hello_with_ecdsa_suites_accepts_ecdsa_with_and_without_signature_algorithms() {
    ClientHellos.Builder silent =
        ClientHellos.builder().cipherSuites(ClientHellos.ECDHE_ECDSA_AES_128_GCM);
    ClientHellos.Builder sha1 =
        ClientHellos.builder()
            .cipherSuites(ClientHellos.ECDHE_ECDSA_AES_128_GCM)
            .signatureAlgorithms(0x0203);

    assertThat(hello(silent.build()).acceptsEcdsa()).isTrue();
    assertThat(hello(sha1.build()).acceptsEcdsa()).isTrue();
  }

  @Test
  void a_hello_with_rsa_signatures_alone_does_not_accept_ecdsa() {
    ClientHello hello =
        hello(
            ClientHellos.builder()
                .cipherSuites(ClientHellos.AES_128_GCM, ClientHellos.ECDHE_ECDSA_AES_128_GCM)
                .supportedVersions(ClientHellos.TLS_1_3)
                .signatureAlgorithms(ClientHellos.RSA_PSS_RSAE_SHA256)
                .build());

    assertThat(hello.offersTls13()).isTrue();
    assertThat(hello.acceptsEcdsa()).isFalse();
  }

  @Test
  void the_first_byte_alone_tells_that_it_is_not_tls() {
    assertThat(parse('G')).isEqualTo(new Preread.NotTls());
    assertThat(parse(0)).isEqualTo(new Preread.NotTls());
    assertThat(parse(0x80, 0x2E, 1, 3, 1)).as("an SSLv2 hello").isEqualTo(new Preread.NotTls());
  }

  @Test
  void no_byte_decides_nothing() {
    assertThat(parse()).isEqualTo(new Preread.Incomplete());
  }

  @Test
  void what_follows_the_hello_is_not_looked_at() {
    byte[] hello = ClientHellos.chromium("sora.example.com");
    byte[] earlyData = ClientHellos.concat(new byte[] {23, 3, 3}, new byte[20_000]);

    assertThat(parse(ClientHellos.concat(hello, earlyData))).isEqualTo(parse(hello));
  }

  @Test
  void the_buffer_is_read_from_its_reader_index_and_left_as_it_was() {
    byte[] bytes = ClientHellos.chromium("sora.example.com");
    ByteBuf buffer = Unpooled.buffer().writeZero(7).writeBytes(bytes).skipBytes(7);

    Preread preread = ClientHelloParser.parse(buffer);

    assertThat(preread).isEqualTo(parse(bytes)).isInstanceOf(Preread.Hello.class);
    assertThat(buffer.readerIndex()).isEqualTo(7);
    assertThat(buffer.writerIndex()).isEqualTo(7 + bytes.length);
    assertThat(buffer.refCnt()).isOne();
  }

  @Test
  void an_alert_is_one_fatal_record_in_the_clear() {
    assertThat(PlaintextAlert.UNRECOGNIZED_NAME.bytes()).containsExactly(21, 3, 3, 0, 2, 2, 112);
    assertThat(PlaintextAlert.NO_APPLICATION_PROTOCOL.bytes())
        .containsExactly(21, 3, 3, 0, 2, 2, 120);
  }

  static ClientHello hello(byte[] bytes) {
    Preread preread = parse(bytes);
    assertThat(preread).isInstanceOf(Preread.Hello.class);
    return ((Preread.Hello) preread).clientHello();
  }

  static Preread parse(byte[] bytes) {
    return ClientHelloParser.parse(Unpooled.wrappedBuffer(bytes));
  }

  private static Preread parse(int... bytes) {
    ByteBuf buffer = Unpooled.buffer();
    for (int b : bytes) {
      buffer.writeByte(b);
    }
    return ClientHelloParser.parse(buffer);
  }
}
