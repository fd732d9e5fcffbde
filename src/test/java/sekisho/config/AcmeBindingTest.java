package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateKeyType;
import sekisho.model.CertificateSource;
import sekisho.model.ChallengeType;
import sekisho.model.Place;
import sekisho.model.ServerName;

/** Every key of {@code proxy.tls.acme} reaches the model. */
class AcmeBindingTest {
  private static final Path FOLDER = Path.of("/etc/sekisho");

  @Test
  void every_key_reaches_the_model() {
    CertificateSource.Acme source =
        source(
            """
            {"proxy": {"listen": ["0.0.0.0:443"], "http_listen": ["0.0.0.0:80"], "tls": {
              "mode": "acme", "certificate": "wild.pem", "private_key": "wild.key", "acme": {
                "directory": "https://ca.example:14000/dir",
                "terms_of_service_agreed": true,
                "contact": ["mailto:ops@example.com", "MAILTO:a@example.com"],
                "identifiers": ["Bücher.example.", "203.0.113.7", "2001:DB8:0::7"],
                "group": true, "profile": "shortlived", "challenges": ["http-01", "tls-alpn-01"],
                "storage": "acme", "key_type": "rsa4096",
                "eab": {"kid": "k", "hmac_key": "aGFsbG8_-w=="}, "ca_certificate": "ca.pem"}}}}
            """);

    assertThat(source.acme())
        .isEqualTo(
            new AcmeSettings(
                URI.create("https://ca.example:14000/dir"),
                URI.create("https://ca.example:14000/dir"),
                List.of(URI.create("mailto:ops@example.com"), URI.create("MAILTO:a@example.com")),
                List.of(
                    name("xn--bcher-kva.example"), address("203.0.113.7"), address("2001:db8::7")),
                true,
                Optional.of("shortlived"),
                List.of(ChallengeType.HTTP_01, ChallengeType.TLS_ALPN_01),
                FOLDER.resolve("acme"),
                new Place(8, 16, "proxy.tls.acme.storage"),
                CertificateKeyType.RSA4096,
                Optional.of(new AcmeSettings.ExternalAccount("k", "aGFsbG8_-w")),
                Optional.of(FOLDER.resolve("ca.pem"))));
    assertThat(source.pairs())
        .extracting(CertificateSource.Pair::certificate)
        .containsExactly(FOLDER.resolve("wild.pem"));
  }

  @Test
  void what_is_not_said_is_lets_encrypt_for_the_names_whose_tls_ends_here() {
    AcmeSettings acme =
        source(
                """
                {"proxy": {"listen": ["0.0.0.0:443"], "tls": {
                  "mode": "acme",
                  "acme": {"terms_of_service_agreed": true},
                  "routing": {"default": {"mode": "tls_terminate", "handler": "http"}, "sni": [
                    {"server_name": "B.example.com", "mode": "tls_terminate", "upstream": "b:1"},
                    {"server_name": "*.example.com", "mode": "tls_terminate", "handler": "http"},
                    {"server_name": "c.example.com", "mode": "transparent", "upstream": "c:1"},
                    {"server_name": "d.example.com", "mode": "reject"},
                    {"server_name": "a.example.com", "mode": "tls_terminate", "handler": "http"}
                  ]}}}}
                """)
            .acme();

    assertThat(acme)
        .isEqualTo(
            new AcmeSettings(
                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                URI.create("https://acme-staging-v02.api.letsencrypt.org/directory"),
                List.of(),
                List.of(name("b.example.com"), name("a.example.com")),
                false,
                Optional.empty(),
                List.of(ChallengeType.TLS_ALPN_01),
                Path.of("/var/lib/sekisho/acme"),
                new Place(3, 11, "proxy.tls.acme.storage"),
                CertificateKeyType.EC256,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void http_01_is_a_way_as_soon_as_something_listens_for_it() {
    AcmeSettings acme =
        source(
                """
                {"proxy": {"listen": ["0.0.0.0:443"], "http_listen": ["0.0.0.0:80"], "tls": {
                  "mode": "acme", "acme": {"terms_of_service_agreed": true,
                  "identifiers": ["a.example.com"]}}}}
                """)
            .acme();

    assertThat(acme.challenges()).containsExactly(ChallengeType.TLS_ALPN_01, ChallengeType.HTTP_01);
  }

  @ParameterizedTest
  @CsvSource({
    "letsencrypt, https://acme-v02.api.letsencrypt.org/directory,"
        + " https://acme-staging-v02.api.letsencrypt.org/directory, true",
    "https://ACME-v02.api.letsencrypt.org/directory,"
        + " https://acme-v02.api.letsencrypt.org/directory,"
        + " https://acme-staging-v02.api.letsencrypt.org/directory, true",
    "letsencrypt-staging, https://acme-staging-v02.api.letsencrypt.org/directory,"
        + " https://acme-staging-v02.api.letsencrypt.org/directory, true",
    "zerossl, https://acme.zerossl.com/v2/DV90, https://acme.zerossl.com/v2/DV90, true",
    "https://[::1]:14000/dir?a=b, https://[::1]:14000/dir?a=b, https://[::1]:14000/dir?a=b, false"
  })
  void a_directory_is_a_name_or_a_url(String written, URI url, URI dryRun, boolean isPublic) {
    assertThat(AcmeDirectory.parse(written))
        .isEqualTo(Parsed.good(new AcmeDirectory(url, dryRun, isPublic)));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "fd00::1", "intranet", "nas.local", "_a.internal"})
  void an_authority_of_ones_own_may_certify_what_it_likes(String identifier) {
    String text =
        """
        {"proxy": {"listen": ["0.0.0.0:443"], "tls": {
          "mode": "acme", "acme": {"terms_of_service_agreed": true,
          "directory": "https://ca.internal/dir", "identifiers": ["%s"]},
          "routing": {"default": {"mode": "tls_terminate", "handler": "http"}}},
          "http": {"routes": [{"path_prefix": "/", "upstream": "http://a"}]}}}
        """
            .formatted(identifier);

    assertThat(load(text).problems()).isEmpty();
  }

  @Test
  void the_secret_of_an_account_is_in_no_text() {
    AcmeSettings.ExternalAccount account = new AcmeSettings.ExternalAccount("kid", "c2VjcmV0");

    assertThat(account.toString()).contains("kid").doesNotContain("c2VjcmV0");
  }

  @Test
  void all_that_is_wrong_with_it_is_told_at_once() {
    Loaded loaded =
        load(
            """
            {"proxy": {"listen": ["0.0.0.0:443"], "tls": {
              "mode": "acme", "acme": {
              "directory": "http://ca.example/", "contact": ["me"], "identifiers": ["*.a.example"],
              "challenges": ["dns-01"], "eab": {"kid": "k", "hmac_key": "s+cret"}}}}}
            """);

    assertThat(loaded.errors())
        .extracting(problem -> problem.line() + " " + problem.path())
        .containsExactly(
            "2 proxy.tls.acme.terms_of_service_agreed",
            "3 proxy.tls.acme.directory",
            "3 proxy.tls.acme.contact[0]",
            "3 proxy.tls.acme.identifiers[0]",
            "4 proxy.tls.acme.challenges[0]",
            "4 proxy.tls.acme.eab.hmac_key");
    assertThat(loaded.problems()).noneMatch(problem -> problem.toString().contains("s+cret"));
  }

  private static AcmeIdentifier name(String text) {
    return new AcmeIdentifier.Name(new ServerName(text));
  }

  private static AcmeIdentifier address(String text) {
    return new AcmeIdentifier.Address(InetAddress.ofLiteral(text));
  }

  private static CertificateSource.Acme source(String text) {
    Loaded loaded = load(text);
    assertThat(loaded.errors()).isEmpty();
    return (CertificateSource.Acme)
        loaded.configuration().orElseThrow().proxy().tls().certificates();
  }

  private static Loaded load(String text) {
    return ConfigurationFile.load("f", text, FOLDER, Map.of());
  }
}
