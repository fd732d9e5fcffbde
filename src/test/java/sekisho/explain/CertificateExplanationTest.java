package sekisho.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.UnusableCertificateException;
import sekisho.metrics.Reason;
import sekisho.testing.TlsCertificates;

/** What is said of the certificate that a connection gets. */
class CertificateExplanationTest {
  @TempDir static Path folder;
  private static Explainer explainer;

  @BeforeAll
  static void makeCertificates() throws UnusableCertificateException {
    TlsCertificates certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair first = certificates.ecdsa("first", "DNS:first.example");
    TlsCertificates.Pair wild = certificates.ecdsa("wild", "DNS:*.example.com");
    TlsCertificates.Pair rsa = certificates.rsa("rsa", "DNS:*.example.com", "DNS:a.example.com");
    TlsCertificates.Pair address = certificates.ecdsa("address", "IP:203.0.113.7");
    explainer =
        Asked.explainer(
            """
            { "proxy": { "listen": ["0.0.0.0:443"], "tls": {
              "routing": { "default": { "mode": "tls_terminate", "upstream": "127.0.0.1:1" } },
              "certificate": "%s", "private_key": "%s", "certificates": [
                { "certificate": "%s", "private_key": "%s" },
                { "certificate": "%s", "private_key": "%s" },
                { "certificate": "%s", "private_key": "%s" } ] } } }
            """
                .formatted(
                    first.certificate(), first.privateKey(),
                    wild.certificate(), wild.privateKey(),
                    rsa.certificate(), rsa.privateKey(),
                    address.certificate(), address.privateKey()),
            load(first),
            load(wild),
            load(rsa),
            load(address));
  }

  private static CertificatePair load(TlsCertificates.Pair pair)
      throws UnusableCertificateException {
    return CertificatePair.load(pair.certificate(), pair.privateKey());
  }

  @Test
  void the_name_itself_goes_before_a_wildcard() {
    Asked asked = ask(Asked.ofName("a.example.com"));

    assertThat(asked.facts("file")).containsExactly(folder.resolve("rsa.pem") + " @5");
    assertThat(asked.facts("chosen")).containsExactly("it has the name @-1");
    assertThat(asked.facts("names")).containsExactly("*.example.com, a.example.com @-1");
    assertThat(asked.facts("subject")).containsExactly("CN=rsa @-1");
    assertThat(asked.facts("without ECDSA")).isEmpty();
  }

  @Test
  void a_client_without_ecdsa_gets_the_rsa_certificate_of_the_same_name() {
    Asked asked = ask(Asked.ofName("b.example.com"));

    assertThat(asked.facts("file")).containsExactly(folder.resolve("wild.pem") + " @4");
    assertThat(asked.facts("key")).containsExactly("ECDSA @-1");
    assertThat(asked.facts("without ECDSA")).containsExactly(folder.resolve("rsa.pem") + " @5");
    assertThat(asked.facts("chosen"))
        .containsExactly("it has a wildcard for the name, and none has the name itself @-1");
  }

  @Test
  void a_name_that_no_certificate_has_gets_the_first() {
    Asked asked = ask(Asked.ofName("other.example"));

    assertThat(asked.facts("file")).containsExactly(folder.resolve("first.pem") + " @3");
    assertThat(asked.facts("chosen"))
        .containsExactly("no certificate has the name: it is the first @-1");
  }

  @Test
  void without_a_name_the_address_counts() {
    Asked same = ask(Asked.unnamed("203.0.113.7:8443"));
    Asked other = ask(Asked.unnamed("a.example.com"));

    assertThat(same.facts("file")).containsExactly(folder.resolve("address.pem") + " @6");
    assertThat(same.facts("chosen"))
        .containsExactly("no name was asked for, and it has the address 203.0.113.7 @-1");
    assertThat(other.facts("chosen"))
        .containsExactly(
            "no name was asked for, no certificate has the address 127.0.0.1, and only this one"
                + " has an address, or one of that family @-1");
  }

  private static final String ACME =
      """
      { "proxy": { "listen": ["203.0.113.7:443"], "tls": { "mode": "acme",
        "routing": { "default": { "mode": "tls_terminate", "upstream": "127.0.0.1:1" } },
        %s
        "acme": {
          "terms_of_service_agreed": true,
          "directory": "https://ca.example/dir",
          "storage": "acme",
          "identifiers": ["a.example.com", "203.0.113.7"] } } } }
      """;

  @Test
  void a_certificate_that_was_not_got_yet_is_a_tls_alert() {
    Explainer empty = Asked.explainer(ACME.formatted(""));

    Asked name = new Asked(empty.explain(Asked.ofName("A.example.com")));
    Asked address = new Asked(empty.explain(Asked.unnamed("203.0.113.7")));
    Asked other = new Asked(empty.explain(Asked.ofName("b.example.com")));

    assertThat(name.facts("file")).containsExactly("none yet: nothing for it is in /acme @7");
    assertThat(name.facts("ordered"))
        .containsExactly("a.example.com, from https://ca.example/dir @8");
    assertThat(name.facts("ends with"))
        .containsExactly("the TLS alert internal_error (80), then closed @-1");
    assertThat(name.explanation().verdict())
        .isEqualTo(
            new Explanation.Verdict.Refused(
                Reason.TLS_NO_CERTIFICATE, "the TLS alert internal_error (80), then closed"));
    assertThat(address.facts("ordered"))
        .containsExactly("203.0.113.7, from https://ca.example/dir @8");
    assertThat(other.facts("ordered")).containsExactly("nothing for b.example.com @8");
  }

  @Test
  void what_is_stored_comes_after_the_files() throws UnusableCertificateException {
    TlsCertificates certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair file = certificates.ecdsa("acme-wild", "DNS:*.example.com");
    TlsCertificates.Pair stored = certificates.ecdsa("acme-a", "DNS:a.example.com");
    Explainer both =
        Asked.explainer(
            ACME.formatted(
                "\"certificate\": \"%s\", \"private_key\": \"%s\","
                    .formatted(file.certificate(), file.privateKey())),
            load(file),
            load(stored));

    Asked name = new Asked(both.explain(Asked.ofName("a.example.com")));
    Asked other = new Asked(both.explain(Asked.ofName("b.example.com")));

    assertThat(name.facts("file")).containsExactly("ACME, stored in /acme @4");
    assertThat(name.facts("ordered"))
        .containsExactly("a.example.com, from https://ca.example/dir @8");
    assertThat(other.facts("file")).containsExactly(folder.resolve("acme-wild.pem") + " @3");
    assertThat(other.facts("ordered")).containsExactly("nothing for b.example.com @8");
  }

  private static Asked ask(Question question) {
    return new Asked(explainer.explain(question));
  }
}
