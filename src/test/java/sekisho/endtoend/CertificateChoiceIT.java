package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

class CertificateChoiceIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual",
            "certificate": "{{folder}}/first.pem", "private_key": "{{folder}}/first.key",
            "certificates": [
              { "certificate": "{{folder}}/rsa.pem", "private_key": "{{folder}}/rsa.key" },
              { "certificate": "{{folder}}/ecdsa.pem", "private_key": "{{folder}}/ecdsa.key" },
              { "certificate": "{{folder}}/wildcard.pem", "private_key": "{{folder}}/wildcard.key" },
              { "certificate": "{{folder}}/address.pem", "private_key": "{{folder}}/address.key" }
            ],
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "http://127.0.0.1:1" }] }
        }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static SekishoProcess sekisho;

  @BeforeAll
  static void start() {
    TlsCertificates certificates = TlsCertificates.in(folder);
    certificates.ecdsa("first", "DNS:first.example.com");
    certificates.rsa("rsa", "DNS:both.example.com");
    certificates.ecdsa("ecdsa", "DNS:both.example.com");
    certificates.ecdsa("wildcard", "DNS:*.example.com");
    certificates.ecdsa("address", "DNS:address.example.com", "IP:127.0.0.1");
    sekisho = SekishoProcess.run(ConfigFile.of(CONFIG).with("folder", folder).in(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "first.example.com, first",
    "FIRST.EXAMPLE.COM, first",
    "any.example.com, wildcard",
    "address.example.com, address",
    "a.b.example.com, first",
    "unknown.test, first"
  })
  void the_exact_name_goes_before_the_wildcard_and_the_first_serves_the_rest(
      String name, String subject) throws IOException {
    assertThat(subjectShownTo(offer().sni(name))).isEqualTo("CN=" + subject);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, rsa_pss_rsae_sha256, rsa",
    "TLSv1.3, ecdsa_secp256r1_sha256, ecdsa",
    "TLSv1.2, rsa_pkcs1_sha256, rsa",
    "TLSv1.2, ecdsa_secp256r1_sha256, ecdsa"
  })
  void rsa_or_ecdsa_is_chosen_by_the_signature_algorithms_of_the_hello(
      String protocol, String scheme, String subject) throws IOException {
    RawTlsClient.Offer offer =
        offer().sni("both.example.com").protocols(protocol).signatureSchemes(scheme);

    assertThat(subjectShownTo(offer)).isEqualTo("CN=" + subject);
  }

  @Test
  void a_client_that_takes_both_gets_ecdsa() throws IOException {
    RawTlsClient.Offer offer =
        offer()
            .sni("both.example.com")
            .signatureSchemes("rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256");

    assertThat(subjectShownTo(offer)).isEqualTo("CN=ecdsa");
  }

  @Test
  void without_a_name_the_certificate_of_the_local_address_is_shown() throws IOException {
    assertThat(subjectShownTo(offer())).isEqualTo("CN=address");
  }

  private static RawTlsClient.Offer offer() {
    return RawTlsClient.of(TlsCertificates.credulousContext());
  }

  private static String subjectShownTo(RawTlsClient.Offer offer) throws IOException {
    try (RawTlsClient client = offer.connect(sekisho.address())) {
      return client.serverCertificate().getSubjectX500Principal().getName();
    }
  }
}
