package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.TlsVersion;
import sekisho.testing.TlsCertificates;

/** Real handshakes with what the settings allow, on both libraries. */
class NegotiationTest {
  private static final String NAME = "a.example.com";
  private static final int X25519MLKEM768 = 0x11EC;
  private static final int X25519 = 0x001D;

  @TempDir static Path folder;
  private static CertificatePair ecdsa;
  private static CertificatePair rsa;
  private static CertificatePair address;
  private static CertificatePair otherAddress;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TlsCertificates made = TlsCertificates.in(folder);
    ecdsa = Servers.load(made.ecdsa("ecdsa", "DNS:" + NAME));
    rsa = Servers.load(made.rsa("rsa", "DNS:" + NAME));
    address = Servers.load(made.ecdsa("address", "IP:203.0.113.7"));
    otherAddress = Servers.load(made.ecdsa("other-address", "IP:203.0.113.8"));
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void both_versions_are_spoken_by_default(SslProvider provider, String version) throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.jdk(version);
        Handshake handshake = Handshake.with(server, client, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.session().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void the_newest_common_version_is_chosen(SslProvider provider) throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.2", "TLSv1.3");
        Handshake handshake = Handshake.with(server, client, NAME)) {
      assertThat(handshake.session().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSL_REFCNT, TLS_1_2, TLSv1.3, TLSv1.2",
    "OPENSSL_REFCNT, TLS_1_3, TLSv1.2, TLSv1.3",
    "JDK, TLS_1_2, TLSv1.3, TLSv1.2",
    "JDK, TLS_1_3, TLSv1.2, TLSv1.3"
  })
  void where_one_version_is_allowed_the_other_is_refused_with_an_alert(
      SslProvider provider, TlsVersion only, String refused, String served) throws Exception {
    try (ServerTls server = new Servers().versions(only, only).on(provider, ecdsa);
        HandshakeClient wrong = HandshakeClient.jdk(refused);
        HandshakeClient either = HandshakeClient.jdk("TLSv1.2", "TLSv1.3");
        Handshake failed = Handshake.with(server, wrong, NAME);
        Handshake handshake = Handshake.with(server, either, NAME)) {
      assertThat(failed.succeeded()).isFalse();
      assertThat(failed.clientFailure()).contains("protocol_version");
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.session().getProtocol()).isEqualTo(served);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSL_REFCNT, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "OPENSSL_REFCNT, ECDHE-ECDSA-AES256-GCM-SHA384",
    "JDK, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "JDK, ECDHE-ECDSA-AES256-GCM-SHA384"
  })
  void of_tls_1_2_suites_those_listed_by_either_name_are_spoken_and_no_other(
      SslProvider provider, String listed) throws Exception {
    String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String other = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    try (ServerTls server = new Servers().suites(listed).on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.ofSuites("TLSv1.2", other, suite);
        HandshakeClient without = HandshakeClient.ofSuites("TLSv1.2", other);
        HandshakeClient newer = HandshakeClient.jdk("TLSv1.3");
        Handshake handshake = Handshake.with(server, client, NAME);
        Handshake failed = Handshake.with(server, without, NAME);
        Handshake unconcerned = Handshake.with(server, newer, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.session().getCipherSuite()).isEqualTo(suite);
      assertThat(failed.succeeded()).isFalse();
      assertThat(failed.clientFailure()).contains("handshake_failure");
      assertThat(unconcerned.succeeded()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSL_REFCNT, ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "OPENSSL_REFCNT, ECDHE-ECDSA-AES128-SHA, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "JDK, ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "JDK, ECDHE-ECDSA-AES128-SHA, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
  })
  void names_of_openssl_are_understood_however_little_they_resemble_ianas(
      SslProvider provider, String listed, String suite) throws Exception {
    try (ServerTls server = new Servers().suites(listed).on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.ofSuites("TLSv1.2", suite);
        Handshake handshake = Handshake.with(server, client, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void a_suite_that_does_not_exist_is_an_error_and_not_one_suite_less(SslProvider provider) {
    Servers servers = new Servers().suites("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-MISSPELT");

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> servers.on(provider, ecdsa).close())
        .withMessageContaining("ECDHE-MISSPELT");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSL_REFCNT, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "OPENSSL_REFCNT, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "JDK, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "JDK, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"
  })
  void by_default_tls_1_2_is_spoken_with_modern_suites_only(SslProvider provider, String suite)
      throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.ofSuites("TLSv1.2", suite);
        Handshake handshake = Handshake.with(server, client, NAME)) {
      assertThat(handshake.succeeded()).isFalse();
      assertThat(handshake.clientFailure()).contains("handshake_failure");
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void the_key_type_follows_the_signature_schemes_of_the_hello(SslProvider provider, String version)
      throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa, rsa);
        HandshakeClient modern = HandshakeClient.jdk(version);
        HandshakeClient old =
            HandshakeClient.jdk(version)
                .signatureSchemes("rsa_pss_rsae_sha256", "rsa_pkcs1_sha256");
        Handshake byEcdsa = Handshake.with(server, modern, NAME);
        Handshake byRsa = Handshake.with(server, old, NAME)) {
      assertThat(byEcdsa.succeeded()).isTrue();
      assertThat(byEcdsa.certificate()).isEqualTo(ecdsa.chain().getFirst());
      assertThat(byRsa.succeeded()).isTrue();
      assertThat(byRsa.certificate()).isEqualTo(rsa.chain().getFirst());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void a_client_of_a_bare_address_gets_the_certificate_of_that_address(SslProvider provider)
      throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa, otherAddress, address);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3");
        HandshakeClient other = HandshakeClient.jdk("TLSv1.3");
        Handshake unnamed =
            Handshake.unnamed(server, client, InetAddress.ofLiteral("203.0.113.7"));
        Handshake named = Handshake.with(server, other, NAME)) {
      assertThat(unnamed.certificate()).isEqualTo(address.chain().getFirst());
      assertThat(named.certificate()).isEqualTo(ecdsa.chain().getFirst());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void alpn_is_answered_with_what_the_profile_lists(SslProvider provider) throws Exception {
    try (ServerTls server = new Servers().on(provider, ecdsa);
        HandshakeClient client = HandshakeClient.ofAlpn("h2", "stun.turn", "http/1.1");
        Handshake http = Handshake.with(server, client, NAME, Servers.HTTP);
        Handshake turn = Handshake.with(server, client, NAME, Servers.TURN);
        Handshake plain = Handshake.with(server, client, NAME, Servers.PLAIN)) {
      assertThat(List.of(http.succeeded(), turn.succeeded(), plain.succeeded())).containsOnly(true);
      assertThat(http.applicationProtocol()).isEqualTo("http/1.1");
      assertThat(turn.applicationProtocol()).isEqualTo("stun.turn");
      assertThat(plain.applicationProtocol()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"X25519MLKEM768, X25519", "X25519, X25519MLKEM768"})
  void the_post_quantum_group_is_agreed_on_wherever_the_client_offers_it(
      String first, String second) throws Exception {
    try (ServerTls server = new Servers().on(SslProvider.OPENSSL_REFCNT, ecdsa);
        HandshakeClient client = HandshakeClient.ofGroups(first, second);
        Handshake handshake = Handshake.with(server, client, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.serverHello().group()).isEqualTo(X25519MLKEM768);
    }
  }

  @Test
  void a_client_without_the_post_quantum_group_is_served_by_a_classic_one() throws Exception {
    try (ServerTls server = new Servers().on(SslProvider.OPENSSL_REFCNT, ecdsa);
        HandshakeClient client = HandshakeClient.ofGroups("X25519", "P-256");
        HandshakeClient other = HandshakeClient.ofGroups("P-521");
        Handshake handshake = Handshake.with(server, client, NAME);
        Handshake byP521 = Handshake.with(server, other, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.serverHello().group()).isEqualTo(X25519);
      assertThat(byP521.succeeded()).isTrue();
    }
  }

  @Test
  void a_profile_that_was_not_announced_is_a_fault_of_the_program() throws Exception {
    TlsProfile unknown = new TlsProfile(List.of("h2"), Optional.empty());
    ClientHello hello = new ClientHello(Optional.empty(), List.of(), true, List.of(), true);
    try (ServerTls server = new Servers().on(SslProvider.OPENSSL_REFCNT, ecdsa)) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() ->
              server.newHandler(hello, Handshake.HERE, unknown, UnpooledByteBufAllocator.DEFAULT))
          .withMessageContaining("h2");
    }
  }
}
