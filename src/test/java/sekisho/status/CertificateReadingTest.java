package sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.status.CertificateFacts.State;
import sekisho.testing.TlsCertificates;

class CertificateReadingTest {
  private static final Instant MADE = Instant.parse("2026-11-23T03:00:00Z");

  @TempDir static Path folder;

  @Test
  void its_state_follows_its_life() {
    CertificatePair pair =
        SelfSignedCertificate.create(
            Clock.fixed(MADE, ZoneOffset.UTC), List.of("localhost"), List.of());

    assertThat(CertificateReading.state(pair, MADE.minus(Duration.ofDays(1))))
        .isEqualTo(State.NOT_YET_VALID);
    assertThat(CertificateReading.state(pair, MADE)).isEqualTo(State.VALID);
    assertThat(CertificateReading.state(pair, pair.notAfter().minus(Duration.ofDays(15))))
        .isEqualTo(State.VALID);
    assertThat(CertificateReading.state(pair, pair.notAfter().minus(Duration.ofDays(13))))
        .isEqualTo(State.EXPIRES_SOON);
    assertThat(CertificateReading.state(pair, pair.notAfter().plusSeconds(1)))
        .isEqualTo(State.EXPIRED);
    assertThat(CertificateReading.keyType(pair)).isEqualTo("EC P-256");
  }

  @Test
  void a_chain_in_order_has_no_problem_and_one_out_of_order_says_where()
      throws IOException, GeneralSecurityException {
    TlsCertificates root = TlsCertificates.in(folder);
    TlsCertificates first = root.intermediate("first");
    TlsCertificates second = root.intermediate("second");
    X509Certificate leaf = certificate(first.ecdsa("leaf", "DNS:a.example.com").certificate());
    Instant now = Instant.now();

    assertThat(ChainProblems.of(chain(leaf, first.authority()), now)).isEmpty();
    assertThat(ChainProblems.of(chain(leaf, second.authority()), now))
        .containsExactly("certificate 2 has not signed the one before it");
    assertThat(ChainProblems.of(chain(leaf, second.authority(), first.authority()), now))
        .containsExactly(
            "certificate 2 has not signed the one before it",
            "certificate 3 has not signed the one before it");
    assertThat(ChainProblems.of(chain(leaf, first.authority()), now.plus(Duration.ofDays(36_500))))
        .singleElement()
        .asString()
        .startsWith("certificate 2 expired at ");
  }

  @Test
  void one_that_has_signed_itself_is_not_believed() throws IOException, GeneralSecurityException {
    Path authority = TlsCertificates.in(Files.createDirectory(folder.resolve("own"))).authority();

    assertThat(ChainProblems.of(List.of(certificate(authority)), Instant.now()))
        .containsExactly("signed by itself: nobody believes it who was not told to");
  }

  private static List<X509Certificate> chain(X509Certificate leaf, Path... issuers)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    for (Path issuer : issuers) {
      chain.add(certificate(issuer));
    }
    return chain;
  }

  /** The first of a file. */
  private static X509Certificate certificate(Path pem)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
