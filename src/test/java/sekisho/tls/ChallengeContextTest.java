package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.certificate.CertificatePair;

/** The handshake that an authority looks for (RFC 8737 §3). */
class ChallengeContextTest {
  private static final String NAME = "a.example.com";
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  @TempDir static Path folder;
  private static CertificatePair certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Servers.ecdsa(folder, NAME);
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL_REFCNT, TLSv1.3", "OPENSSL_REFCNT, TLSv1.2", "JDK, TLSv1.3", "JDK, TLSv1.2"})
  void it_shows_the_certificate_and_agrees_on_the_protocol(SslProvider provider, String version)
      throws Exception {
    try (ChallengeContext context = ChallengeContext.of(certificate, provider);
        HandshakeClient client = HandshakeClient.authority(version);
        Handshake handshake = Handshake.of(client, NAME, _ -> context.newHandler(ALLOCATOR))) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.certificate()).isEqualTo(certificate.leaf());
      assertThat(handshake.applicationProtocol()).isEqualTo("acme-tls/1");
      assertThat(handshake.session().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void each_handshake_is_whole_for_no_session_is_resumed(SslProvider provider) throws Exception {
    try (ChallengeContext context = ChallengeContext.of(certificate, provider);
        HandshakeClient client = HandshakeClient.authority("TLSv1.3")) {
      for (int i = 0; i < 3; i++) {
        try (Handshake handshake = Handshake.of(client, NAME, _ -> context.newHandler(ALLOCATOR))) {
          assertThat(handshake.succeeded()).isTrue();
          assertThat(handshake.isResumed()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void what_has_begun_goes_on_when_it_is_released(SslProvider provider) throws Exception {
    try (HandshakeClient client = HandshakeClient.authority("TLSv1.3");
        Handshake handshake =
            Handshake.of(
                client,
                NAME,
                _ -> {
                  try (ChallengeContext context = ChallengeContext.of(certificate, provider)) {
                    return context.newHandler(ALLOCATOR);
                  } catch (SSLException e) {
                    throw new IllegalStateException(e);
                  }
                })) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.certificate()).isEqualTo(certificate.leaf());
    }
  }
}
