package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.config.Loaded;
import sekisho.config.Problem;
import sekisho.model.Configuration;
import sekisho.model.UpstreamTls;
import sekisho.testing.TlsCertificates;

class CredentialsTest {
  @TempDir static Path folder;
  private static TlsCertificates.Pair pair;
  private static TlsCertificates.Pair other;
  private static Path authority;

  private final List<Problem> problems = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() {
    TlsCertificates made = TlsCertificates.in(folder);
    pair = made.ecdsa("pair", "DNS:a.example.com");
    other = made.ecdsa("other", "DNS:b.example.com");
    authority = made.authority();
  }

  @Test
  void a_pair_that_belongs_together_is_read_without_a_word() {
    Credentials credentials = load(ConfigText.manual(pair.certificate(), pair.privateKey()));

    assertThat(problems).isEmpty();
    assertThat(credentials.certificates()).hasSize(1);
    assertThat(credentials.certificates().getFirst().chain().getFirst())
        .isEqualTo(TlsCertificates.read(pair.certificate()));
  }

  @Test
  void what_is_wrong_with_a_certificate_is_said_where_it_is_named() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("directory"));

    load(ConfigText.manual(folder.resolve("none.pem"), pair.privateKey()));
    load(ConfigText.manual(directory, pair.privateKey()));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "f.jsonc:4:16: proxy.tls.certificate: "
                + folder.resolve("none.pem")
                + " cannot be read: no such file or folder",
            "f.jsonc:4:16: proxy.tls.certificate: " + directory + " is a directory");
  }

  @Test
  void what_is_wrong_with_a_key_is_said_where_the_key_is_named() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("directory"));
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    load(ConfigText.manual(pair.certificate(), folder.resolve("none.key")));
    load(ConfigText.manual(pair.certificate(), directory));
    load(ConfigText.manual(pair.certificate(), dangling));
    load(ConfigText.manual(pair.certificate(), pair.certificate().resolve("under-a-file")));

    assertThat(problems)
        .allMatch(problem -> problem.severity() == Problem.Severity.ERROR)
        .extracting(Problem::toString)
        .allMatch(text -> text.startsWith("f.jsonc:5:16: proxy.tls.private_key: "))
        .satisfiesExactly(
            text -> assertThat(text).endsWith("none.key cannot be read: no such file or folder"),
            text -> assertThat(text).endsWith("directory is a directory"),
            text -> assertThat(text).endsWith("dangling cannot be read: no such file or folder"),
            text -> assertThat(text).endsWith("cannot be read: Not a directory"));
  }

  @Test
  void a_key_of_another_certificate_is_the_keys_fault() {
    load(ConfigText.manual(pair.certificate(), other.privateKey()));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo("proxy.tls.private_key");
    assertThat(problems.getFirst().message())
        .contains(other.privateKey().toString(), pair.certificate().toString());
  }

  @Test
  void every_broken_pair_is_told_of_and_the_good_ones_are_read() {
    Credentials credentials =
        load(
            ConfigText.tls(
                """
                "mode": "manual",
                "certificate": "%1$s", "private_key": "%1$s.none",
                "certificates": [
                  { "certificate": "%2$s", "private_key": "%3$s" },
                  { "certificate": "%2$s.none", "private_key": "%3$s" }
                ],
                "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }\
                """
                    .formatted(pair.certificate(), other.certificate(), other.privateKey())));

    assertThat(problems)
        .extracting(Problem::path)
        .containsExactly("proxy.tls.private_key", "proxy.tls.certificates[1].certificate");
    assertThat(credentials.certificates()).hasSize(1);
  }

  @Test
  void a_certificate_out_of_its_time_is_a_warning_and_is_read() {
    Instant issued = TlsCertificates.read(pair.certificate()).getNotBefore().toInstant();
    Loaded loaded = ConfigText.manual(pair.certificate(), pair.privateKey());

    load(loaded, ConfigText.at(issued.minusSeconds(1)));
    load(loaded, ConfigText.at(issued.plus(Duration.ofDays(30).plusSeconds(1))));

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactly(
            text ->
                assertThat(text)
                    .startsWith("f.jsonc:4:16: proxy.tls.certificate: warning: ")
                    .endsWith("pair.pem is not valid before " + issued),
            text -> assertThat(text).contains("pair.pem expired at "));
  }

  @Test
  void a_certificate_is_within_its_time_to_the_very_second() {
    Instant issued = TlsCertificates.read(pair.certificate()).getNotBefore().toInstant();
    Loaded loaded = ConfigText.manual(pair.certificate(), pair.privateKey());

    load(loaded, ConfigText.at(issued));
    load(loaded, ConfigText.at(issued.plus(Duration.ofDays(20))));
    assertThat(problems).isEmpty();

    load(loaded, ConfigText.at(issued.plus(Duration.ofDays(20).plusSeconds(1))));
    load(loaded, ConfigText.at(issued.plus(Duration.ofDays(30))));
    assertThat(problems)
        .as("the last third of a short life is worth a warning")
        .hasSize(2)
        .allMatch(problem -> problem.message().contains("pair.pem expires at "));
  }

  @Test
  void a_self_signed_certificate_is_for_every_routed_name_and_every_address_that_is_one() {
    Credentials credentials =
        load(
            ConfigText.tls(
                """
                "mode": "self_signed",
                "routing": { "sni": [
                  { "server_name": "a.example.com", "mode": "reject" },
                  { "server_name": "*.example.net", "mode": "tls_terminate", "handler": "http" }
                ] }\
                """));

    CertificatePair made = credentials.certificates().getFirst();
    assertThat(made.names())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("localhost", "a.example.com", "*.example.net");
    assertThat(made.addresses())
        .extracting(address -> address.getHostAddress())
        .containsExactlyInAnyOrder("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(made.notBefore()).isBeforeOrEqualTo(ConfigText.NOW.instant());
    assertThat(made.notAfter()).isAfter(ConfigText.NOW.instant());
  }

  @Test
  void an_authority_is_read_for_https_upstreams_that_are_verified() {
    Credentials credentials = load(http(authority, true, "https://u.example"));

    assertThat(problems).isEmpty();
    assertThat(credentials.authorities().get(tls(authority, true)))
        .containsExactly(TlsCertificates.read(authority));
  }

  @Test
  void where_no_authority_is_named_the_systems_are_trusted() {
    Credentials credentials =
        load(
            ConfigText.proxy(
                """
                "tls": { "mode": "self_signed" },
                "http": { "routes": [{ "path_prefix": "/", "upstream": "https://u.example" }] }\
                """));

    assertThat(problems).isEmpty();
    assertThat(credentials.authorities().get(new UpstreamTls(true, Optional.empty(), true, true)))
        .hasSizeGreaterThan(10);
  }

  @Test
  void an_authority_that_cannot_be_read_is_an_error_and_not_less_verification() {
    Path none = folder.resolve("none.pem");

    load(http(none, true, "https://u.example"));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().severity()).isEqualTo(Problem.Severity.ERROR);
    assertThat(problems.getFirst().message())
        .isEqualTo(none + " cannot be read: no such file or folder");
    assertThat(problems.getFirst().line()).as("the route's").isEqualTo(5);
  }

  // 36
  @Test
  void client_authorities_that_cannot_be_read_are_an_error_and_not_no_client_auth()
      throws IOException {
    Path none = folder.resolve("none.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");

    Credentials credentials =
        load(
            ConfigText.tls(
                """
                "mode": "self_signed", "client_auth": { "ca": "%s" },
                "routing": {
                  "default": { "mode": "tls_terminate", "handler": "http" },
                  "sni": [
                    { "server_name": "a.example.com", "mode": "tls_terminate", "handler": "http",
                      "client_auth": { "ca": "%s" } },
                    { "server_name": "b.example.com", "mode": "tls_terminate", "handler": "http",
                      "client_auth": { "ca": "%s", "mode": "request" } }
                  ]
                }\
                """
                    .formatted(none, empty, authority)));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "f.jsonc:3:47: proxy.tls.client_auth.ca: "
                + none
                + " cannot be read: no such file or folder",
            "f.jsonc:8:30: proxy.tls.routing.sni[0].client_auth.ca: "
                + empty
                + " holds no certificate (BEGIN CERTIFICATE)");
    assertThat(credentials.clientAuthorities()).containsOnlyKeys(authority);
  }

  @Test
  void an_authority_that_nobody_needs_is_not_read() {
    Path none = folder.resolve("none.pem");

    load(http(none, false, "https://u.example"));
    load(http(none, true, "http://u.example"));

    assertThat(problems).isEmpty();
  }

  private static Loaded http(Path ca, boolean verify, String upstream) {
    return ConfigText.proxy(
        """
        "tls": { "mode": "self_signed" },
        "http": {
          "upstream_tls": { "ca": "%s", "verify": %s },
          "routes": [{ "path_prefix": "/", "upstream": "%s" }]
        }\
        """
            .formatted(ca, verify, upstream));
  }

  private static UpstreamTls tls(Path ca, boolean verify) {
    return new UpstreamTls(verify, Optional.of(ca), true, true);
  }

  private Credentials load(Loaded loaded) {
    return load(loaded, ConfigText.NOW);
  }

  private Credentials load(Loaded loaded, Clock clock) {
    Configuration configuration = ConfigText.valid(loaded);
    return Credentials.load(configuration, "f.jsonc", clock, problems);
  }
}
