package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.ClientAuthFixture.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Command;
import sekisho.testing.OpenSslClient;
import sekisho.testing.OpenSslClient.Outcome;
import sekisho.testing.RawOrigin;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;
import sekisho.testing.Tools;

/** Client certificates: who is let in, what the upstream hears, and what cannot be got round. */
class ClientAuthIT {
  private static final String SUBJECT =
      "/O=Example, Inc./CN=Zo\u00eb #1/emailAddress=zoe@example.com";

  @TempDir static Path folder;
  @AutoClose static ClientAuthFixture fixture;
  @AutoClose static SekishoProcess sekisho;
  static TlsCertificates.Pair zoe;
  static TlsCertificates.Pair stranger;

  @BeforeAll
  static void start() throws IOException {
    fixture = new ClientAuthFixture(folder);
    zoe = fixture.ours.subject("zoe", SUBJECT);
    stranger = fixture.theirs.ecdsa("stranger", "DNS:stranger");
    sekisho = fixture.start(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void a_client_with_a_certificate_is_let_in_and_its_upstream_told(String version)
      throws IOException {
    for (String name : new String[] {"need", "want"}) {
      assertThat(get(client(name, version).showing(zoe)).status()).isEqualTo(200);

      RawOrigin.Request request = fixture.origin.lastRequest();
      assertThat(request.values("X-SSL-Client-Verify")).containsExactly("SUCCESS");
      assertThat(request.values("X-SSL-Client-S-DN"))
          .containsExactly("emailAddress=zoe@example.com,CN=Zo\\C3\\AB \\#1,O=Example\\, Inc.");
      assertThat(request.values("X-SSL-Client-Serial"))
          .containsExactly(openssl(zoe, "-serial").replace("serial=", ""));
      assertThat(request.values("X-SSL-Client-Fingerprint"))
          .containsExactly(
              openssl(zoe, "-fingerprint", "-sha256")
                  .replaceAll(".*=|:", "")
                  .toLowerCase(Locale.ROOT));
      assertThat(request.values("Client-Cert")).containsExactly(":" + pem(zoe.certificate()) + ":");
    }
  }

  @Test
  void the_access_log_names_the_client() throws IOException {
    get(client("need", "-tls1_3").showing(zoe), "/logged");

    assertThat(sekisho.accessLog().await("/logged").path("client_cert").asText())
        .isEqualTo("emailAddress=zoe@example.com,CN=Zo\\C3\\AB \\#1,O=Example\\, Inc.");
  }

  @ParameterizedTest
  @CsvSource({"need, 0", "want, 200", "relay, 0", "open, 200"})
  void without_a_certificate_it_depends_on_the_route(String name, int status) {
    int before = fixture.connections();

    for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
      assertThat(get(client(name, version)).status()).isEqualTo(status);
    }

    if (status == 0) {
      assertThat(fixture.connections()).isEqualTo(before);
    } else {
      assertThat(fixture.origin.lastRequest().values("X-SSL-Client-Verify"))
          .isEqualTo(name.equals("want") ? List.of("NONE") : List.of());
      assertThat(fixture.origin.lastRequest().head()).doesNotContain("Client-Cert", "S-DN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"need", "want", "relay"})
  void a_certificate_of_somebody_else_is_refused_in_either_mode(String name) {
    int before = fixture.connections();

    for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
      assertThat(get(client(name, version).showing(stranger)).status()).isZero();
    }

    assertThat(fixture.connections()).isEqualTo(before);
  }

  @Test
  void a_relay_ends_tls_for_who_has_a_certificate() {
    assertThat(get(client("relay", "-tls1_3").showing(zoe)).status()).isEqualTo(200);
  }

  @Test
  void rsa_keys_and_intermediates_do() {
    TlsCertificates branch = fixture.ours.intermediate("branch");
    TlsCertificates.Pair member = branch.rsa("member", "DNS:member");

    OpenSslClient whole =
        client("need", "-tls1_2")
            .showing(member)
            .with("-cert_chain", branch.authority().toString());

    assertThat(get(whole).status()).isEqualTo(200);
    assertThat(get(client("need", "-tls1_2").showing(member)).status())
        .as("without the certificate between")
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "want", "need"})
  void no_client_can_write_these_fields_itself(String name) {
    OpenSslClient client = client(name, "-tls1_3");
    if (name.equals("need")) {
      client.showing(zoe);
    }

    Outcome outcome =
        client.request(
            "GET /forged HTTP/1.1",
            "Host: " + name + ".example.com",
            "Connection: close",
            "Client-Cert: :Zm9yZ2Vk:",
            "client-cert-chain: :Zm9yZ2Vk:",
            "CLIENT_CERT: :Zm9yZ2Vk:",
            "X-SSL-Client-Verify: forged",
            "x_ssl_client_verify: forged",
            "X-SSL-CLIENT-S-DN: CN=forged",
            "X-Ssl-Client_S_Dn: CN=forged",
            "X-SSL-Client-Anything: forged");

    assertThat(outcome.status()).isEqualTo(200);
    assertThat(fixture.origin.lastRequest().line()).contains("/forged");
    assertThat(fixture.origin.lastRequest().head()).doesNotContain("forged\r", "Zm9yZ2Vk");
  }

  @Test
  void a_subject_cannot_end_a_line() {
    TlsCertificates.Pair evil = fixture.ours.subject("evil", "/CN=a\r\nX-Admin: yes\u0001\u007f");

    assertThat(get(client("need", "-tls1_3").showing(evil)).status()).isEqualTo(200);

    assertThat(fixture.origin.lastRequest().values("X-Admin")).isEmpty();
    assertThat(fixture.origin.lastRequest().values("X-SSL-Client-S-DN"))
        .containsExactly("CN=a\\0D\\0AX-Admin: yes\\01\\7F");
  }

  private static OpenSslClient client(String name, String version) {
    return fixture.client(sekisho, name, version);
  }

  private static String openssl(TlsCertificates.Pair pair, String... what) {
    String[] command =
        Stream.concat(
                Stream.of(
                    Tools.require("openssl").toString(),
                    "x509",
                    "-noout",
                    "-in",
                    pair.certificate().toString()),
                Stream.of(what))
            .toArray(String[]::new);
    return Command.run(command).mustSucceed().stdout().strip();
  }

  private static String pem(Path certificate) throws IOException {
    return Files.readAllLines(certificate).stream()
        .filter(line -> !line.startsWith("-----"))
        .collect(Collectors.joining());
  }
}
