package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.model.AcmeIdentifier;
import sekisho.model.CertificateKeyType;

class IssuedChainTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(90));
  private static final KeyPair KEYS = MadeCertificate.KEYS;
  private static final KeyPair OTHER = KeyPairs.create(CertificateKeyType.EC256);
  private static final AcmeIdentifier NAME = MadeCertificate.name("a.example");
  private static final WantedCertificate WANTED = new WantedCertificate("a.example", List.of(NAME));

  @Test
  void what_was_asked_for_is_taken() throws Refused {
    X509Certificate leaf = made(KEYS, OTHER, END, NAME);
    X509Certificate issuer = made(OTHER, OTHER, END, MadeCertificate.name("ca.example"));

    IssuedChain.require(List.of(leaf, issuer), KEYS, WANTED, NOW);
    IssuedChain.require(List.of(leaf), KEYS, WANTED, NOW);
  }

  @Test
  void anything_else_is_refused_with_what_it_is() {
    assertRefused(List.of(), "no certificate");
    assertRefused(List.of(made(OTHER, OTHER, END, NAME)), "for another key");
    assertRefused(List.of(made(KEYS, KEYS, NOW.minusSeconds(1), NAME)), "expired at");
    assertRefused(
        List.of(made(KEYS, KEYS, END, MadeCertificate.name("b.example"))),
        "for others: [b.example]");
    assertRefused(
        List.of(made(KEYS, KEYS, END, NAME, MadeCertificate.name("b.example"))), "for others");
    assertRefused(
        List.of(made(KEYS, KEYS, END, NAME), made(OTHER, OTHER, END, NAME)),
        "certificate 1 is not signed by the next one");
  }

  @ParameterizedTest
  @EnumSource(CertificateKeyType.class)
  void a_key_is_of_its_kind_and_of_no_other(CertificateKeyType type) {
    KeyPair keys = KeyPairs.create(type);
    var pair = MadeCertificate.pair(made(keys, keys, END, NAME), keys);

    for (CertificateKeyType other : CertificateKeyType.values()) {
      assertThat(IssuedChain.isOf(pair, other)).as(other.name()).isEqualTo(other == type);
    }
  }

  @ParameterizedTest
  @EnumSource(CertificateKeyType.class)
  void a_key_pair_comes_back_from_its_pem(CertificateKeyType type) throws Exception {
    KeyPair keys = KeyPairs.create(type);

    KeyPair read = KeyPairs.fromPem(KeyPairs.toPem(keys));

    assertThat(read.getPublic().getEncoded()).isEqualTo(keys.getPublic().getEncoded());
    assertThat(read.getPrivate().getEncoded()).isEqualTo(keys.getPrivate().getEncoded());
  }

  private static void assertRefused(List<X509Certificate> chain, String why) {
    assertThatThrownBy(() -> IssuedChain.require(chain, KEYS, WANTED, NOW))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("the authority has sent")
        .hasMessageContaining(why);
  }

  private static X509Certificate made(
      KeyPair keys, KeyPair signer, Instant end, AcmeIdentifier... identifiers) {
    return MadeCertificate.of(keys, signer, NOW.minus(Duration.ofDays(1)), end, 1, identifiers);
  }
}
