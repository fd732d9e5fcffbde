package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;
import sekisho.testing.acme.AcmeAuthority;
import sekisho.testing.acme.Fault;
import sekisho.testing.acme.Identifier;
import sekisho.testing.acme.Problem;
import sekisho.testing.acme.Resource;

/** What an authority can do to a proxy, and what the proxy's clients see of it. */
class AcmeAuthorityIT {
  private static final String A = "a.example.com";
  private static final String B = "b.example.com";
  private static final String C = "c.example.com";
  private static final String THREE =
      "\"identifiers\": [\"" + A + "\", \"" + B + "\", \"" + C + "\"]";

  @TempDir private Path folder;
  private final AcmeAuthority authority = AcmeAuthority.start();
  private AcmeFixture fixture;

  @BeforeEach
  void begin() throws IOException {
    fixture = new AcmeFixture(folder);
    authority.conduct().tlsPort(fixture.port()).httpPort(fixture.httpPort());
  }

  @AfterEach
  void end() {
    fixture.close();
    authority.close();
  }

  @Test
  void challenges_are_answered_before_routing_whatever_the_name_is_routed_to() {
    String[] routes = {
      "{ \"server_name\": \"" + A + "\", \"mode\": \"reject\" }",
      "{ \"server_name\": \"" + B + "\", \"mode\": \"transparent\", \"upstream\": \"127.0.0.1:1\" }"
    };
    Path config =
        fixture.config(
            authority.directory().toString(), authority.httpsTrust(folder), THREE, routes);
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      for (String name : List.of(A, B, C)) {
        Await.until(name + " has a certificate", () -> Files.exists(certificate(name)));
      }
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), C);
    }
    // Three places each, and none of them saw anything else than it should.
    assertThat(authority.journal().visits())
        .hasSize(9)
        .allMatch(visit -> visit.problem().isEmpty());
  }

  @Test
  void one_name_that_is_refused_does_not_stop_the_others_and_the_authoritys_words_are_shown() {
    String words = "CAA record for b.example.com prevents issuance \u2014 <b>ask</b> \"them\"";
    authority.conduct().rejecting(Identifier.dns(B), Problem.of("caa", 403, words));
    Path config = config(THREE + ", \"challenges\": [\"tls-alpn-01\"]");
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), A);
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), C);

      assertThat(AcmeFixture.presented(sekisho, credulous(), Optional.of(B))).isEmpty();
      sekisho.stdout().await("it is said", line -> line.contains("no certificate of " + B));
      String status = AcmeFixture.acme("status", config.toString()).stdout();
      assertThat(status).contains("failed", "1 time: ", words, "urn:ietf:params:acme:error:caa");
      assertThat(authority.orders(Identifier.dns(B))).hasSize(1);

      authority.conduct().accepting(Identifier.dns(B));
      Command.Result renewed = AcmeFixture.acme("renew", config.toString(), B);
      assertThat(renewed.exitCode()).as(renewed.stderr()).isZero();
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), B);
    }
  }

  @Test
  void while_an_authority_is_silent_clients_get_an_alert_at_once_and_other_names_are_served()
      throws IOException {
    TlsCertificates.Pair own = TlsCertificates.in(folder).ecdsa("own", "DNS:own.example.com");
    authority.faults().always(new Fault.Silence());
    String files =
        "\"certificate\": \""
            + own.certificate()
            + "\", \"private_key\": \""
            + own.privateKey()
            + "\",";
    Path config =
        fixture.configWith(
            files, authority.directory().toString(), authority.httpsTrust(folder), THREE);
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      assertThat(AcmeFixture.presented(sekisho, credulous(), Optional.of("own.example.com")))
          .isPresent();
      assertThat(AcmeFixture.presented(sekisho, credulous(), Optional.of(A))).isEmpty();

      authority.faults().clear();
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), A);
    }
  }

  @Test
  void an_authority_that_fails_in_every_way_is_recovered_from_by_asking_again() {
    Path config = config("\"identifiers\": [\"" + A + "\"]");
    authority.faults().next(1, Resource.NEW_ACCOUNT, Fault.status(500));
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      sekisho
          .stdout()
          .await("the failure is said", line -> line.contains("no certificate of " + A));
      for (Fault fault :
          List.of(
              Fault.unavailable(Duration.ofHours(1)),
              Fault.garbage(),
              new Fault.Enormous(50_000_000),
              new Fault.Reset(),
              Fault.document(Problem.of("rateLimited", 429, "too many <certificates>")))) {
        authority.faults().next(1, Resource.NEW_ORDER, fault);
        Command.Result failed = AcmeFixture.acme("renew", config.toString());
        assertThat(failed.exitCode()).as(fault + ": " + failed.stdout()).isEqualTo(1);
        assertThat(failed.stdout()).contains("failed");
        assertThat(AcmeFixture.presented(sekisho, credulous(), Optional.of(A))).isEmpty();
      }
      authority.goAway();
      assertThat(AcmeFixture.acme("renew", config.toString()).stdout())
          .contains("cannot be reached");
      authority.comeBack();

      assertThat(AcmeFixture.acme("renew", config.toString()).exitCode()).isZero();
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), A);
      assertThat(authority.accounts()).hasSize(1);
    }
  }

  @Test
  void a_renewal_reaches_new_connections_and_leaves_open_ones_alone() throws IOException {
    Path config = config("\"identifiers\": [\"" + A + "\"]");
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), A);
      try (RawTlsClient open =
          RawTlsClient.of(authority.issuedTrust()).sni(A).connect(sekisho.address())) {
        X509Certificate before = open.serverCertificate();

        assertThat(AcmeFixture.acme("renew", config.toString()).exitCode()).isZero();
        Await.until(
            "another certificate is served",
            () ->
                AcmeFixture.presented(sekisho, authority.issuedTrust(), Optional.of(A))
                    .filter(now -> !now.equals(before))
                    .isPresent());

        HttpReply reply = RawRequest.send(open, "GET / HTTP/1.1", "Host: " + A);
        assertThat(reply.status()).isEqualTo(200);
      }
      assertThat(authority.orders().getLast().replaces()).isPresent();
    }
  }

  @Test
  void a_dry_run_tries_everything_and_serves_nothing_of_it() {
    Path config = config("\"identifiers\": [\"" + A + "\"]");
    try (SekishoProcess sekisho = SekishoProcess.run(config)) {
      AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), A);
      X509Certificate served =
          AcmeFixture.presented(sekisho, credulous(), Optional.of(A)).orElseThrow();

      Command.Result dry = AcmeFixture.acme("renew", "--dry-run", config.toString());

      assertThat(dry.exitCode()).as(dry.stderr()).isZero();
      assertThat(dry.stdout()).contains("a dry run at " + authority.directory(), "tried");
      assertThat(authority.orders()).hasSize(2);
      assertThat(AcmeFixture.presented(sekisho, credulous(), Optional.of(A))).contains(served);
      assertThat(AcmeFixture.acme("renew", config.toString(), "z.example").stderr())
          .contains("there is no certificate z.example; there are " + A);
    }
    assertThat(AcmeFixture.acme("renew", config.toString()).stderr()).contains("no proxy runs");
  }

  @Test
  void a_second_process_serves_what_the_first_one_gets_and_takes_over_when_it_is_killed()
      throws IOException {
    String one = "\"identifiers\": [\"" + A + "\"]";
    Path config = config(one);
    Path second = Files.createDirectory(folder.resolve("second")).resolve("sekisho.jsonc");
    Files.writeString(
        second,
        Files.readString(config)
            .replace("127.0.0.1:" + fixture.port(), "127.0.0.1:0")
            .replace("127.0.0.1:" + fixture.httpPort(), "127.0.0.1:0"));
    SekishoProcess first = SekishoProcess.run(config);
    try (SekishoProcess other = SekishoProcess.run(second)) {
      AcmeFixture.awaitServed(first, authority.issuedTrust(), A);
      AcmeFixture.awaitServed(other, authority.issuedTrust(), A);
      other.stdout().await("it is said", line -> line.contains("another process looks after"));
      assertThat(AcmeFixture.acme("renew", second.toString()).stderr()).contains("another process");

      assertThat(AcmeFixture.acme("renew", config.toString()).exitCode()).isZero();
      X509Certificate renewed = authority.orders().getLast().certificate().orElseThrow();
      Await.until(
          "the other one serves it",
          () ->
              AcmeFixture.presented(other, authority.issuedTrust(), Optional.of(A))
                  .filter(renewed::equals)
                  .isPresent());
      assertThat(authority.orders()).hasSize(2);

      first.close();
      other.stdout().await("it takes over", line -> line.contains("this process looks after"));
      authority.conduct().tlsPort(other.address().getPort());
      Command.Result own = AcmeFixture.acme("renew", second.toString());
      assertThat(own.exitCode()).as(own.stdout() + own.stderr()).isZero();
      assertThat(authority.orders()).hasSize(3);
      assertThat(authority.accounts()).hasSize(1);
    } finally {
      first.close();
    }
  }

  private Path config(String acme) {
    return fixture.config(authority.directory().toString(), authority.httpsTrust(folder), acme);
  }

  private Path certificate(String name) {
    return fixture.authority().resolve("certificates").resolve(name).resolve("certificate.pem");
  }

  private static SSLContext credulous() {
    return TlsCertificates.credulousContext();
  }
}
