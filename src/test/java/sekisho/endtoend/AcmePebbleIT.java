package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.SekishoProcess;
import sekisho.testing.acme.Pebble;

/**
 * From an empty storage to served certificates, with the authority that Let's Encrypt tests with.
 */
class AcmePebbleIT {
  private static final String NAME = "sora.example.com";
  private static final String BOTH =
      "\"identifiers\": [\"" + NAME + "\", \"127.0.0.1\"], \"challenges\": [\"tls-alpn-01\"]";

  @TempDir private Path folder;
  private AcmeFixture fixture;

  @BeforeEach
  void begin() throws IOException {
    fixture = new AcmeFixture(folder);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void a_name_and_an_address_without_sni_get_certificates_and_a_restart_orders_nothing()
      throws IOException {
    try (Pebble pebble = Pebble.validatingAt(fixture.port()).start(folder)) {
      Path config = config(pebble, BOTH);
      try (SekishoProcess sekisho = SekishoProcess.run(config)) {
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
        Await.until(
            "the address is served",
            () -> AcmeFixture.serves(sekisho, pebble.issuedTrust(), Optional.empty()));
      }
      assertReadableByOpenSsl(fixture.authority().resolve("certificates/" + NAME));
      assertReadableByOpenSsl(fixture.authority().resolve("certificates/127.0.0.1"));
      long orders = orders(pebble);

      try (SekishoProcess sekisho = SekishoProcess.run(config)) {
        assertThat(AcmeFixture.serves(sekisho, pebble.issuedTrust(), Optional.of(NAME))).isTrue();
        assertThat(AcmeFixture.serves(sekisho, pebble.issuedTrust(), Optional.empty())).isTrue();
      }
      assertThat(orders(pebble)).as("orders").isEqualTo(orders).isEqualTo(2);
      Command.Result status = AcmeFixture.acme("status", config.toString());
      assertThat(status.exitCode()).isZero();
      assertThat(status.stdout())
          .contains(NAME, "127.0.0.1", "valid", "issued", "asked from 127.0.0.1")
          .doesNotContain("failed");
    }
  }

  @Test
  void nonces_that_are_refused_and_slow_validation_are_lived_with() {
    try (Pebble pebble =
        Pebble.validatingAt(fixture.port())
            .refusingNonces(20)
            .validatingSlowly(Duration.ofSeconds(2))
            .start(folder)) {
      try (SekishoProcess sekisho = SekishoProcess.run(config(pebble, BOTH))) {
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
      }
    }
  }

  @Test
  void http_01_is_answered_on_the_port_of_plain_http() {
    try (Pebble pebble = Pebble.validatingAt(1).httpPort(fixture.httpPort()).start(folder)) {
      String http = "\"identifiers\": [\"" + NAME + "\"], \"challenges\": [\"http-01\"]";
      try (SekishoProcess sekisho = SekishoProcess.run(config(pebble, http))) {
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
      }
    }
  }

  @Test
  void an_account_is_bound_to_an_external_one() {
    String secret = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    try (Pebble pebble =
        Pebble.validatingAt(fixture.port()).externalAccount("kid-1", secret).start(folder)) {
      String bound = BOTH + ", \"eab\": {\"kid\": \"kid-1\", \"hmac_key\": \"" + secret + "\"}";
      try (SekishoProcess sekisho = SekishoProcess.run(config(pebble, bound))) {
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
      }
    }
  }

  @Test
  void an_authority_that_lost_its_memory_gets_a_new_account_and_a_renewal_cuts_nobody()
      throws IOException {
    try (Pebble pebble = Pebble.validatingAt(fixture.port()).start(folder)) {
      Path config = config(pebble, BOTH);
      try (SekishoProcess sekisho = SekishoProcess.run(config)) {
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
        byte[] key = Files.readAllBytes(fixture.authority().resolve("account.key"));
        pebble.restart();

        Command.Result renewed = AcmeFixture.acme("renew", config.toString(), NAME);

        assertThat(renewed.exitCode()).as(renewed.stdout() + renewed.stderr()).isZero();
        assertThat(renewed.stdout()).contains("requested", "issued");
        AcmeFixture.awaitServed(sekisho, pebble.issuedTrust(), NAME);
        assertThat(fixture.authority().resolve("account.key")).hasBinaryContent(key);
      }
    }
  }

  private Path config(Pebble pebble, String acme) {
    return fixture.config(pebble.directory().toString(), pebble.httpsTrustFile(), acme);
  }

  private static long orders(Pebble pebble) {
    return pebble.output().lines().filter(line -> line.contains("Added order ")).count();
  }

  private static void assertReadableByOpenSsl(Path certificate) {
    String file = certificate.resolve("certificate.pem").toString();
    Command.run("openssl", "x509", "-in", file, "-noout", "-subject").mustSucceed();
    Command.run("openssl", "pkey", "-in", file, "-noout", "-check").mustSucceed();
  }
}
