package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.TrustAnchors;
import sekisho.model.ClientAuth;
import sekisho.testing.TlsCertificates;

/** Client certificates on both libraries, and what sessions may carry of them. */
class ClientAuthTest {
  private static final String NAME = "a.example.com";
  private static final Path FILE = Path.of("ours.pem");
  private static final TlsProfile REQUIRING = asking(ClientAuth.Mode.REQUIRE, FILE);
  private static final TlsProfile REQUESTING = asking(ClientAuth.Mode.REQUEST, FILE);
  private static final TlsProfile OF_OTHERS =
      asking(ClientAuth.Mode.REQUIRE, Path.of("theirs.pem"));

  @TempDir static Path folder;
  private static CertificatePair server;
  private static Path ours;
  private static Path theirs;
  private static CertificatePair known;
  private static CertificatePair stranger;

  private static TlsProfile asking(ClientAuth.Mode mode, Path file) {
    return TlsProfile.http(Optional.of(new ClientAuth(file, mode)));
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = Servers.ecdsa(folder, NAME);
    TlsCertificates own = TlsCertificates.in(Files.createDirectory(folder.resolve("ours")));
    TlsCertificates other = TlsCertificates.in(Files.createDirectory(folder.resolve("theirs")));
    ours = own.authority();
    theirs = other.authority();
    known = Servers.load(own.rsa("known", "DNS:known"));
    stranger = Servers.load(other.ecdsa("stranger", "DNS:stranger"));
  }

  private static ServerTls begin(SslProvider provider) throws Exception {
    return new Servers()
        .cache()
        .tickets()
        .asking(REQUIRING, ours)
        .asking(REQUESTING, ours)
        .asking(OF_OTHERS, theirs)
        .on(provider, server);
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_certificate_of_the_authority_is_taken_and_known_afterwards(
      SslProvider provider, String version) throws Exception {
    for (TlsProfile profile : List.of(REQUIRING, REQUESTING)) {
      try (ServerTls tls = begin(provider);
          HandshakeClient client = HandshakeClient.showing(known, version);
          Handshake handshake = Handshake.with(tls, client, NAME, profile)) {
        assertThat(handshake.succeeded()).isTrue();
        assertThat(handshake.serverSession().getPeerCertificates()[0]).isEqualTo(known.leaf());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void without_a_certificate_it_depends_on_the_mode(SslProvider provider, String version)
      throws Exception {
    try (ServerTls tls = begin(provider);
        HandshakeClient client = HandshakeClient.jdk(version);
        Handshake required = Handshake.with(tls, client, NAME, REQUIRING);
        Handshake requested = Handshake.with(tls, client, NAME, REQUESTING)) {
      assertThat(required.serverFailure()).isNotNull();
      assertThat(requested.succeeded()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_certificate_of_somebody_else_is_refused_in_either_mode(
      SslProvider provider, String version) throws Exception {
    // The two authorities have the same name, so that the client does not keep it to itself.
    for (TlsProfile profile : List.of(REQUIRING, REQUESTING)) {
      try (ServerTls tls = begin(provider);
          HandshakeClient client = HandshakeClient.showing(stranger, version);
          Handshake handshake = Handshake.with(tls, client, NAME, profile)) {
        assertThat(handshake.serverFailure()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_resumed_session_knows_its_client_still(SslProvider provider, String version)
      throws Exception {
    try (ServerTls tls = begin(provider);
        HandshakeClient client = HandshakeClient.showing(known, version)) {
      converse(tls, client, REQUIRING);

      try (Handshake second = Handshake.with(tls, client, NAME, REQUIRING)) {
        assertThat(second.isResumed()).isTrue();
        assertThat(second.serverSession().getPeerCertificates()[0]).isEqualTo(known.leaf());
      }
    }
  }

  // 35
  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_session_without_a_certificate_does_not_cross_to_where_one_is_required(
      SslProvider provider, String version) throws Exception {
    for (TlsProfile from : List.of(Servers.HTTP, REQUESTING)) {
      try (ServerTls tls = begin(provider);
          HandshakeClient client = HandshakeClient.jdk(version)) {
        converse(tls, client, from);

        try (Handshake crossing = Handshake.with(tls, client, NAME, REQUIRING)) {
          assertThat(crossing.clientHello().offersTicket()).as("the client tries").isTrue();
          assertThat(crossing.serverFailure()).isNotNull();
        }
      }
    }
  }

  // 35
  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.2", "OPENSSL_REFCNT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
  void a_session_of_one_authority_does_not_cross_to_another(SslProvider provider, String version)
      throws Exception {
    try (ServerTls tls = begin(provider);
        HandshakeClient client = HandshakeClient.showing(known, version)) {
      converse(tls, client, REQUIRING);

      try (Handshake crossing = Handshake.with(tls, client, NAME, OF_OTHERS)) {
        assertThat(crossing.clientHello().offersTicket()).as("the client tries").isTrue();
        assertThat(crossing.serverFailure()).isNotNull();
      }
    }
  }

  @Test
  void sessions_of_an_authority_that_is_not_believed_any_more_are_not_resumed() throws Exception {
    try (ServerTls tls = begin(SslProvider.OPENSSL_REFCNT);
        HandshakeClient client = HandshakeClient.showing(known, "TLSv1.3")) {
      converse(tls, client, REQUIRING);
      tls.replace(
              new ServerCredentials(
                  List.of(server),
                  Map.of(
                      FILE,
                      TrustAnchors.load(theirs),
                      Path.of("theirs.pem"),
                      TrustAnchors.load(theirs))))
          .run();

      try (Handshake after = Handshake.with(tls, client, NAME, REQUIRING)) {
        assertThat(after.clientHello().offersTicket()).as("the client tries").isTrue();
        assertThat(after.serverFailure()).isNotNull();
      }
    }
  }

  // 36
  @Test
  void authorities_that_were_not_read_are_never_nobody_asked() throws Exception {
    ServerTls tls = begin(SslProvider.OPENSSL_REFCNT);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> tls.replace(new ServerCredentials(List.of(server), Map.of())))
        .withMessageContaining("no authorities were read");
    tls.close();
  }

  private static void converse(ServerTls tls, HandshakeClient client, TlsProfile profile) {
    try (Handshake handshake = Handshake.with(tls, client, NAME, profile)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.isResumed()).isFalse();
    }
  }
}
