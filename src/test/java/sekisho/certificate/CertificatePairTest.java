package sekisho.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.ServerNamePattern;

class CertificatePairTest {
  @TempDir private static Path directory;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeFiles() {
    openssl =
        new OpenSsl(directory)
            .ecKey("P-256", "ec.key")
            .certificate("ec.key", "ec.pem")
            .rsaKey(2048, "rsa.key")
            .certificate("rsa.key", "rsa.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "P-384", "P-521"})
  void an_ecdsa_pair_is_loaded(String curve) throws Exception {
    openssl.ecKey(curve, curve + ".key").certificate(curve + ".key", curve + ".pem");

    CertificatePair pair = load(curve + ".pem", curve + ".key");

    assertThat(pair.isEcdsa()).isTrue();
    assertThat(pair.chain()).hasSize(1);
  }

  @Test
  void an_rsa_pair_is_loaded() throws Exception {
    CertificatePair pair = load("rsa.pem", "rsa.key");

    assertThat(pair.leaf().getPublicKey().getAlgorithm()).isEqualTo("RSA");
    assertThat(pair.isEcdsa()).isFalse();
  }

  @Test
  void keys_are_the_jdks_own_whatever_their_form() throws Exception {
    openssl
        .run("rsa", "-in", "rsa.key", "-traditional", "-out", "rsa.pkcs1")
        .run("ec", "-in", "ec.key", "-out", "ec.sec1")
        .run("ecparam", "-name", "prime256v1", "-genkey", "-out", "ec.parameters")
        .certificate("ec.parameters", "ec.parameters.pem");
    PrivateKey rsa = load("rsa.pem", "rsa.key").key();
    PrivateKey ec = load("ec.pem", "ec.key").key();

    assertThat(openssl.text("rsa.pkcs1")).startsWith("-----BEGIN RSA PRIVATE KEY");
    assertThat(load("rsa.pem", "rsa.pkcs1").key()).isEqualTo(rsa);
    assertThat(openssl.text("ec.sec1")).startsWith("-----BEGIN EC PRIVATE KEY");
    assertThat(scalar(load("ec.pem", "ec.sec1").key())).isEqualTo(scalar(ec));
    assertThat(openssl.text("ec.parameters")).startsWith("-----BEGIN EC PARAMETERS");
    assertThat(load("ec.parameters.pem", "ec.parameters").isEcdsa()).isTrue();
  }

  @Test
  void a_sec1_key_may_leave_its_curve_to_the_block_before() throws Exception {
    BigInteger scalar = scalar(load("ec.pem", "ec.key").key());
    byte[] bare = new org.bouncycastle.asn1.sec.ECPrivateKey(256, scalar).getEncoded();
    byte[] curve = X9ObjectIdentifiers.prime256v1.getEncoded();
    openssl.write(
        "bare.key", OpenSsl.pem("EC PARAMETERS", curve) + OpenSsl.pem("EC PRIVATE KEY", bare));

    assertThat(scalar(load("ec.pem", "bare.key").key())).isEqualTo(scalar);
  }

  /** RFC 5915 §3 and SEC 1 §2.3.3: the public half may be there in another form, or not at all. */
  @ParameterizedTest
  @ValueSource(strings = {"-conv_form compressed", "-no_public"})
  void an_ec_key_is_its_certificates_whatever_its_file_says_of_the_public_half(String form)
      throws Exception {
    openssl.run(("ec -in ec.key -out other.form " + form).split(" "));

    assertThat(scalar(load("ec.pem", "other.form").key()))
        .isEqualTo(scalar(load("ec.pem", "ec.key").key()));
  }

  /** It is not asked twice where it knows, which is what it is there for. */
  @Test
  void boring_ssl_vouches_for_pairs_and_for_nothing_else() throws Exception {
    CertificatePair ec = load("ec.pem", "ec.key");
    CertificatePair rsa = load("rsa.pem", "rsa.key");
    openssl.ecKey("P-256", "another.key").certificate("another.key", "another.pem");
    CertificatePair another = load("another.pem", "another.key");

    assertThat(NativeKeyCheck.vouchesFor(ec.leaf(), ec.key())).isTrue();
    assertThat(NativeKeyCheck.vouchesFor(rsa.leaf(), rsa.key())).isTrue();
    assertThat(NativeKeyCheck.vouchesFor(ec.leaf(), another.key())).isFalse();
    assertThat(NativeKeyCheck.vouchesFor(ec.leaf(), rsa.key())).isFalse();
  }

  @Test
  void one_file_may_hold_both() throws Exception {
    openssl.join("both.pem", "ec.key", "ec.pem");

    assertThat(load("both.pem", "both.pem")).isEqualTo(load("ec.pem", "ec.key"));
  }

  @Test
  void crlf_and_text_between_blocks_are_skipped() throws Exception {
    openssl.write(
        "windows.pem",
        ("subject=sora.example.com\n\n" + openssl.text("ec.pem") + "\nthe end\n")
            .replace("\n", "\r\n"));
    openssl.write(
        "windows.key", "Bag Attributes\r\n" + openssl.text("ec.key").replace("\n", "\r\n"));

    assertThat(load("windows.pem", "windows.key")).isEqualTo(load("ec.pem", "ec.key"));
  }

  @Test
  void a_chain_keeps_its_order() throws Exception {
    openssl.join("chain.pem", "ec.pem", "rsa.pem");

    CertificatePair pair = load("chain.pem", "ec.key");

    assertThat(pair.chain())
        .containsExactly(load("ec.pem", "ec.key").leaf(), load("rsa.pem", "rsa.key").leaf());
    assertThat(pair.leaf()).isEqualTo(pair.chain().getFirst());
  }

  @Test
  void names_and_addresses_are_those_of_the_subject_alternative_name() throws Exception {
    openssl.certificate(
        "ec.key",
        "names.pem",
        "-addext",
        "subjectAltName=DNS:Sora.example.com,DNS:*.example.net,IP:203.0.113.7,IP:2001:db8::7,"
            + "DNS:w*.example.org,email:ops@example.com");

    CertificatePair pair = load("names.pem", "ec.key");

    assertThat(pair.names())
        .containsExactly(
            ServerNamePattern.parse("sora.example.com"), ServerNamePattern.parse("*.example.net"));
    assertThat(pair.addresses())
        .containsExactly(
            InetAddress.ofLiteral("203.0.113.7"), InetAddress.ofLiteral("2001:db8::7"));
  }

  @ParameterizedTest
  @CsvSource({
    "/CN=old.example.com, old.example.com, ''",
    "/CN=203.0.113.7, '', 203.0.113.7",
    "/O=Nobody, '', ''"
  })
  void without_alternative_names_the_common_name_counts(String subject, String name, String address)
      throws Exception {
    openssl.certificate("ec.key", "cn.pem", "-subj", subject);

    CertificatePair pair = load("cn.pem", "ec.key");

    assertThat(String.join(",", pair.names().stream().map(Object::toString).toList()))
        .isEqualTo(name);
    assertThat(
            String.join(",", pair.addresses().stream().map(InetAddress::getHostAddress).toList()))
        .isEqualTo(address);
  }

  @Test
  void the_times_of_the_certificate_are_told_and_not_judged() throws Exception {
    openssl
        .run("req", "-new", "-key", "ec.key", "-subj", "/CN=a", "-out", "expired.csr")
        .run(
            "x509",
            "-req",
            "-in",
            "expired.csr",
            "-signkey",
            "ec.key",
            "-days",
            "-1",
            "-out",
            "expired.pem");

    CertificatePair expired = load("expired.pem", "ec.key");
    CertificatePair valid = load("ec.pem", "ec.key");

    assertThat(expired.notAfter()).isBefore(Instant.now());
    assertThat(Duration.between(valid.notBefore(), valid.notAfter()))
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  void a_pair_never_prints_its_key() throws Exception {
    CertificatePair pair = load("rsa.pem", "rsa.key");

    assertThat(pair.toString())
        .startsWith("CertificatePair[names=[sora.example.com], addresses=[], key=RSA, notAfter=20")
        .hasSizeLessThan(200);
  }

  private static BigInteger scalar(PrivateKey key) {
    return ((ECPrivateKey) key).getS();
  }

  private static CertificatePair load(String certificate, String key) throws Exception {
    return CertificatePair.load(openssl.path(certificate), openssl.path(key));
  }
}
