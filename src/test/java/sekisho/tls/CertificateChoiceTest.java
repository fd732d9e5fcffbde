package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.AcmeSources;
import sekisho.model.CertificateSource;
import sekisho.model.ServerName;
import sekisho.testing.TlsCertificates;

class CertificateChoiceTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("10.0.0.5");
  private static final int ECDSA = 0x0403;
  private static final int RSA = 0x0804;

  @TempDir static Path folder;

  private static CertificatePair first;
  private static CertificatePair exact;
  private static CertificatePair wildcard;
  private static CertificatePair rsa;
  private static CertificatePair address;
  private static CertificatePair otherAddress;
  private static CertificatePair ofIpv4;
  private static CertificatePair ofIpv6;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TlsCertificates made = TlsCertificates.in(folder);
    first = load(made.ecdsa("first", "DNS:first.example"));
    exact = load(made.ecdsa("exact", "DNS:a.example.com"));
    wildcard = load(made.ecdsa("wildcard", "DNS:*.example.com"));
    rsa = load(made.rsa("rsa", "DNS:a.example.com", "DNS:rsa.example"));
    address = load(made.ecdsa("address", "IP:203.0.113.7", "IP:2001:db8::7"));
    otherAddress = load(made.ecdsa("other", "IP:203.0.113.8", "DNS:b.example.com"));
    ofIpv4 = load(made.ecdsa("v4", "IP:203.0.113.9"));
    ofIpv6 = load(made.ecdsa("v6", "IP:2001:db8::9"));
  }

  private static CertificatePair load(TlsCertificates.Pair pair) throws Exception {
    return CertificatePair.load(pair.certificate(), pair.privateKey());
  }

  @Test
  void an_exact_name_goes_before_a_wildcard() {
    CertificateChoice choice = choice(first, wildcard, exact);

    assertThat(choice.choose(named("a.example.com"), HERE).pair()).isSameAs(exact);
    assertThat(choice.choose(named("b.example.com"), HERE).pair()).isSameAs(wildcard);
  }

  @Test
  void a_wildcard_is_one_label_deep() {
    CertificateChoice choice = choice(first, wildcard);

    assertThat(choice.choose(named("example.com"), HERE).pair()).isSameAs(first);
    assertThat(choice.choose(named("a.b.example.com"), HERE).pair()).isSameAs(first);
  }

  @Test
  void a_name_of_no_certificate_gets_the_first() {
    CertificateChoice choice = choice(first, exact, address);

    assertThat(choice.choose(named("other.example"), address.addresses().getFirst()).pair())
        .isSameAs(first);
  }

  @Test
  void the_hello_decides_between_an_rsa_and_an_ecdsa_pair_for_the_same_name() {
    for (List<CertificatePair> order : List.of(List.of(exact, rsa), List.of(rsa, exact))) {
      CertificateChoice choice = choice(order.toArray(CertificatePair[]::new));

      assertThat(choice.choose(named("a.example.com", ECDSA, RSA), HERE).pair()).isSameAs(exact);
      assertThat(choice.choose(named("a.example.com", RSA), HERE).pair()).isSameAs(rsa);
    }
  }

  @Test
  void where_there_is_one_key_type_only_it_is_given_to_everybody() {
    CertificateChoice choice = choice(first, rsa);

    assertThat(choice.choose(named("rsa.example", ECDSA), HERE).pair()).isSameAs(rsa);
    assertThat(choice.choose(named("first.example", RSA), HERE).pair()).isSameAs(first);
  }

  @Test
  void of_two_certificates_for_the_same_name_and_key_type_the_first_serves() throws Exception {
    CertificatePair again =
        load(
            TlsCertificates.in(java.nio.file.Files.createDirectory(folder.resolve("again")))
                .ecdsa("again", "DNS:a.example.com"));

    CertificateChoice choice = choice(exact, again);

    assertThat(choice.choose(named("a.example.com"), HERE).pair()).isSameAs(exact);
  }

  @Test
  void without_a_name_the_address_that_was_connected_to_decides() {
    CertificateChoice choice = choice(first, address, otherAddress);

    assertThat(choice.choose(unnamed(), InetAddress.ofLiteral("203.0.113.7")).pair())
        .isSameAs(address);
    assertThat(choice.choose(unnamed(), InetAddress.ofLiteral("2001:db8::7")).pair())
        .isSameAs(address);
    assertThat(choice.choose(unnamed(), InetAddress.ofLiteral("203.0.113.8")).pair())
        .isSameAs(otherAddress);
    assertThat(choice.choose(unnamed(), HERE).pair()).isSameAs(first);
  }

  @Test
  void without_a_name_the_only_certificate_for_addresses_serves_behind_a_translated_address() {
    CertificateChoice choice = choice(first, address);

    assertThat(choice.choose(unnamed(), HERE).pair()).isSameAs(address);
  }

  @Test
  void behind_a_translated_address_the_only_certificate_of_its_family_serves() {
    CertificateChoice choice = choice(first, ofIpv4, ofIpv6);

    assertThat(choice.choose(unnamed(), HERE).pair()).isSameAs(ofIpv4);
    assertThat(choice.choose(unnamed(), InetAddress.ofLiteral("fd00::1")).pair()).isSameAs(ofIpv6);
  }

  @Test
  void without_a_name_and_without_certificates_for_addresses_the_first_serves() {
    CertificateChoice choice = choice(first, exact);

    assertThat(choice.choose(unnamed(), HERE).pair()).isSameAs(first);
  }

  @Test
  void by_acme_a_name_of_no_certificate_gets_none() {
    CertificateChoice choice = CertificateChoice.of(acme(), List.of(first, wildcard, address));

    assertThat(choice.choose(named("other.example"), address.addresses().getFirst())).isNull();
    assertThat(choice.choose(named("a.b.example.com"), HERE)).isNull();
    assertThat(choice.choose(named("first.example"), HERE).pair()).isSameAs(first);
    assertThat(choice.choose(named("a.example.com"), HERE).pair()).isSameAs(wildcard);
  }

  @Test
  void by_acme_who_names_nobody_is_served_as_ever() {
    InetAddress there = address.addresses().getFirst();
    CertificateChoice named = CertificateChoice.of(acme(), List.of(first, exact));
    CertificateChoice withAddress = CertificateChoice.of(acme(), List.of(first, address));
    CertificateChoice withTwo = CertificateChoice.of(acme(), List.of(otherAddress, address));

    assertThat(named.choose(unnamed(), HERE).pair()).isSameAs(first);
    assertThat(withAddress.choose(unnamed(), HERE).pair()).isSameAs(address);
    assertThat(withTwo.choose(unnamed(), there).pair()).isSameAs(address);
    assertThat(withTwo.choose(unnamed(), HERE).pair()).isSameAs(otherAddress);
  }

  @Test
  void of_no_certificates_nobody_gets_one() {
    for (CertificateSource source : List.of(acme(), new CertificateSource.SelfSigned())) {
      CertificateChoice choice = CertificateChoice.of(source, List.of());

      assertThat(choice.choose(named("a.example.com"), HERE)).isNull();
      assertThat(choice.choose(unnamed(), HERE)).isNull();
    }
  }

  private static CertificateSource acme() {
    return AcmeSources.of(folder, AcmeSources.name("a.example.com"));
  }

  /** Of files that somebody names. */
  private static CertificateChoice choice(CertificatePair... pairs) {
    return CertificateChoice.of(new CertificateSource.Manual(List.of()), List.of(pairs));
  }

  private static ClientHello named(String name, Integer... schemes) {
    return hello(Optional.of(new ServerName(name)), schemes);
  }

  private static ClientHello unnamed() {
    return hello(Optional.empty(), ECDSA, RSA);
  }

  private static ClientHello hello(Optional<ServerName> name, Integer... schemes) {
    return new ClientHello(name, List.of(), true, List.of(schemes), true);
  }
}
