package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.certificate.CertificatePair;
import sekisho.testing.TlsCertificates;

/** What a second handshake of the same client may save, on both libraries. */
class ResumptionTest {
  private static final String NAME = "a.example.com";
  private static final String OTHER = "b.example.com";

  @TempDir static Path folder;
  private static CertificatePair pair;
  private static CertificatePair other;
  private static CertificatePair rsa;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TlsCertificates made = TlsCertificates.in(folder);
    pair = Servers.load(made.ecdsa("pair", "DNS:" + NAME));
    other = Servers.load(made.ecdsa("other", "DNS:" + OTHER));
    rsa = Servers.load(made.rsa("rsa", "DNS:" + NAME));
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void nothing_is_resumed_by_default(SslProvider provider, String version) throws Exception {
    try (ServerTls server = new Servers().on(provider, pair);
        HandshakeClient client = HandshakeClient.jdk(version)) {
      assertNotResumed(server, client);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_ticket_resumes_either_version_where_tickets_are_on(SslProvider provider, String version)
      throws Exception {
    try (ServerTls server = new Servers().tickets().on(provider, pair);
        HandshakeClient client = HandshakeClient.jdk(version)) {
      begin(server, client);

      try (Handshake second = Handshake.with(server, client, NAME)) {
        assertThat(second.clientHello().offersTicket()).isTrue();
        assertThat(second.isResumed()).isTrue();
        assertThat(second.session().getProtocol()).isEqualTo(version);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void a_session_id_resumes_tls_1_2_where_the_cache_is_on(SslProvider provider) throws Exception {
    try (ServerTls server = new Servers().cache().on(provider, pair);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.2")) {
      begin(server, client);

      try (Handshake second = Handshake.with(server, client, NAME)) {
        assertThat(second.clientHello().offersTicket()).as("no ticket was given").isFalse();
        assertThat(second.isResumed()).isTrue();
      }
    }
  }

  @Test
  void the_cache_of_boringssl_is_for_tls_1_2_alone() throws Exception {
    try (ServerTls server = new Servers().cache().on(SslProvider.OPENSSL_REFCNT, pair);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3")) {
      assertNotResumed(server, client);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_session_is_not_resumed_under_another_certificate(SslProvider provider, String version)
      throws Exception {
    try (ServerTls server = new Servers().cache().tickets().on(provider, pair, other);
        HandshakeClient client = HandshakeClient.jdk(version)) {
      begin(server, client);

      try (Handshake crossing = Handshake.crossing(server, client, NAME, OTHER)) {
        assertThat(crossing.clientHello().offersTicket()).as("the client tries").isTrue();
        assertThat(crossing.succeeded()).isTrue();
        assertThat(crossing.certificate()).isEqualTo(other.chain().getFirst());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void a_cached_session_is_not_resumed_under_another_certificate(SslProvider provider)
      throws Exception {
    try (ServerTls server = new Servers().cache().on(provider, pair, other);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.2")) {
      begin(server, client);

      try (Handshake crossing = Handshake.crossing(server, client, NAME, OTHER)) {
        assertThat(crossing.succeeded()).isTrue();
        assertThat(crossing.certificate()).isEqualTo(other.chain().getFirst());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_session_is_not_resumed_under_another_profile_with_the_same_certificate(
      SslProvider provider, String version) throws Exception {
    try (ServerTls server = new Servers().cache().tickets().on(provider, pair);
        HandshakeClient client = HandshakeClient.jdk(version)) {
      begin(server, client);

      try (Handshake crossing = Handshake.with(server, client, NAME, Servers.PLAIN)) {
        assertThat(crossing.clientHello().offersTicket()).as("the client tries").isTrue();
        assertThat(crossing.succeeded()).isTrue();
        assertThat(crossing.isResumed()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void a_session_is_not_resumed_by_the_next_generations_contexts(SslProvider provider)
      throws Exception {
    try (ServerTls before = new Servers().tickets().on(provider, pair);
        ServerTls after = new Servers().tickets().on(provider, pair);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3")) {
      begin(before, client);

      try (Handshake second = Handshake.with(after, client, NAME)) {
        assertThat(second.clientHello().offersTicket()).as("the client tries").isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(second.isResumed()).isFalse();
      }
    }
  }

  @Test
  void contexts_of_the_jdk_keep_their_own_switch_whatever_later_ones_say() throws Exception {
    try (ServerTls giving = new Servers().tickets().on(SslProvider.JDK, pair);
        ServerTls later = new Servers().on(SslProvider.JDK, pair);
        HandshakeClient first = HandshakeClient.jdk("TLSv1.3");
        HandshakeClient second = HandshakeClient.jdk("TLSv1.3")) {
      begin(giving, first);
      begin(later, second);

      try (Handshake resumed = Handshake.with(giving, first, NAME);
          Handshake full = Handshake.with(later, second, NAME)) {
        assertThat(resumed.isResumed()).isTrue();
        assertThat(full.isResumed()).isFalse();
      }
    }
  }

  @Test
  void a_client_that_turns_from_ecdsa_to_rsa_shakes_hands_again() throws Exception {
    try (ServerTls server = new Servers().tickets().on(SslProvider.OPENSSL_REFCNT, pair, rsa);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.2")) {
      begin(server, client);
      client.signatureSchemes("rsa_pss_rsae_sha256", "rsa_pkcs1_sha256");

      try (Handshake second = Handshake.with(server, client, NAME)) {
        assertThat(second.succeeded()).isTrue();
        assertThat(second.certificate()).isEqualTo(rsa.chain().getFirst());
      }
    }
  }

  /** A whole connection, after which the client has what it was given. */
  private static void begin(ServerTls server, HandshakeClient client) {
    try (Handshake first = Handshake.with(server, client, NAME)) {
      assertThat(first.succeeded()).isTrue();
      assertThat(first.isResumed()).isFalse();
    }
  }

  private static void assertNotResumed(ServerTls server, HandshakeClient client) {
    for (int i = 0; i < 3; i++) {
      try (Handshake handshake = Handshake.with(server, client, NAME)) {
        assertThat(handshake.succeeded()).isTrue();
        assertThat(handshake.isResumed()).as("handshake %d", i).isFalse();
      }
    }
  }
}
