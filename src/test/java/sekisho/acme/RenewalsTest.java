package sekisho.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeIdentifier;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateKeyType;
import sekisho.model.ChallengeType;
import sekisho.model.Place;
import sekisho.model.ServerName;
import sekisho.storage.FolderStorage;
import sekisho.testing.Await;
import sekisho.testing.acme.AcmeAuthority;
import sekisho.testing.acme.Answers;
import sekisho.testing.acme.Delivery;
import sekisho.testing.acme.Fault;
import sekisho.testing.acme.Identifier;
import sekisho.testing.acme.OrderFacts;
import sekisho.testing.acme.Problem;
import sekisho.testing.acme.Profile;
import sekisho.testing.acme.Resource;

/**
 * Months of looking after certificates, at an authority that is there, with a clock that is set.
 */
class RenewalsTest {
  private static final AcmeIdentifier A = MadeCertificate.name("a.example.com");
  private static final AcmeIdentifier B = MadeCertificate.name("b.example.com");
  private static final AcmeIdentifier ADDRESS =
      new AcmeIdentifier.Address(InetAddress.ofLiteral("127.0.0.1"));
  private static final AcmeIdentifier ADDRESS_V6 =
      new AcmeIdentifier.Address(InetAddress.ofLiteral("::1"));

  @TempDir private Path folder;
  private final Answers answers = Answers.start();
  private Instant now = Instant.parse("2031-05-06T07:08:09Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private AcmeAuthority authority;
  private Path trust;
  private Renewals renewals;

  @BeforeEach
  void begin() {
    authority =
        AcmeAuthority.offering()
            .clock(clock)
            .profile("classic", new Profile("for 90 days", Duration.ofDays(90), false))
            .profile("shortlived", new Profile("for six days", Duration.ofDays(6), true))
            .start();
    authority.conduct().tlsPort(answers.tlsPort()).httpPort(answers.httpPort());
    trust = authority.httpsTrust(folder);
  }

  @AfterEach
  void end() {
    renewals.close();
    authority.close();
    answers.close();
  }

  /** As if it had been started anew. */
  private void start(AcmeSettings settings) {
    if (renewals != null) {
      renewals.close();
    }
    renewals =
        new Renewals(
            settings,
            new FolderStorage(folder.resolve("storage")),
            answering(),
            clock,
            moment -> now = moment.isAfter(now) ? moment : now);
  }

  private ChallengeAnswers answering() {
    return new ChallengeAnswers() {
      @Override
      public Answering onTlsAlpn(ServerName name, CertificatePair certificate) {
        answers.tlsAlpn(name.text(), certificate.leaf(), certificate.key());
        return nobodyWasSeen();
      }

      @Override
      public Answering onHttp(String token, String keyAuthorization) {
        answers.http(token, keyAuthorization);
        return nobodyWasSeen();
      }
    };
  }

  private static ChallengeAnswers.Answering nobodyWasSeen() {
    return new ChallengeAnswers.Answering() {
      @Override
      public Set<InetAddress> askers() {
        return Set.of();
      }

      @Override
      public void close() {
        // It may be asked again; nobody minds.
      }
    };
  }

  private AcmeSettings settings(AcmeIdentifier... identifiers) {
    return settings(false, CertificateKeyType.EC256, Optional.empty(), identifiers);
  }

  private AcmeSettings settings(
      boolean group,
      CertificateKeyType type,
      Optional<String> profile,
      AcmeIdentifier... identifiers) {
    return new AcmeSettings(
        authority.directory(),
        authority.directory(),
        List.of(URI.create("mailto:ops@example.com")),
        List.of(identifiers),
        group,
        profile,
        List.of(ChallengeType.TLS_ALPN_01, ChallengeType.HTTP_01),
        folder.resolve("storage"),
        new Place(1, 1, "proxy.tls.acme"),
        type,
        Optional.empty(),
        Optional.of(trust));
  }

  private List<CertificateStatus> status(AcmeSettings settings) throws IOException {
    return CertificateStatus.read(settings, new FolderStorage(folder.resolve("storage")), clock);
  }

  @Test
  void what_is_valid_is_not_ordered_again_and_what_is_due_is_renewed_once() throws IOException {
    AcmeSettings settings = settings(A);
    start(settings);
    renewals.lookNow();
    CertificateStatus first = status(settings).getFirst();
    assertThat(first.pair()).isPresent();

    for (int i = 0; i < 5; i++) {
      now = now.plus(Duration.ofDays(10));
      start(settings);
      renewals.lookNow();
    }
    assertThat(authority.orders()).hasSize(1);

    now = status(settings).getFirst().due().orElseThrow().plusSeconds(1);
    renewals.lookNow();
    renewals.lookNow();

    assertThat(authority.orders()).hasSize(2);
    assertThat(authority.orders().getLast().replaces()).isPresent();
    assertThat(status(settings).getFirst().pair()).isNotEqualTo(first.pair());
    assertThat(authority.accounts()).hasSize(1);
  }

  @Test
  void what_the_authority_suggests_counts_for_what_there_is_and_garbage_for_nothing()
      throws IOException {
    AcmeSettings settings = settings(A);
    start(settings);
    renewals.lookNow();
    now = now.plus(Duration.ofDays(5));
    authority.renewals().window("soon", "later");
    renewals.lookNow();
    authority.renewals().window(now.plusSeconds(60), now.minusSeconds(60));
    renewals.lookNow();
    assertThat(authority.orders()).hasSize(1);

    authority
        .renewals()
        .window(now.minusSeconds(60), now.minusSeconds(1))
        .explanation("https://why/");
    now = now.plus(Duration.ofDays(1));
    assertThat(renewals.lookNow()).as("at once again").isBeforeOrEqualTo(now);
    renewals.lookNow();

    assertThat(authority.orders()).hasSize(2);
    // It says so of every certificate: that is no reason to order for ever.
    renewals.lookNow();
    now = now.plus(Duration.ofHours(1));
    renewals.lookNow();
    assertThat(authority.orders()).hasSize(2);
    assertThat(status(settings).getFirst().state().suggestion().orElseThrow().explanation())
        .contains("https://why/");
  }

  @Test
  void of_which_certificate_the_authority_has_nothing_to_say_does_not_keep_it_from_the_others()
      throws IOException {
    AcmeSettings settings = settings(A, B);
    authority.faults().next(1, Resource.RENEWAL_INFO, Fault.status(404));
    start(settings);
    renewals.lookNow();
    renewals.lookNow();

    assertThat(status(settings))
        .extracting(status -> status.state().suggestion().isPresent())
        .containsExactlyInAnyOrder(false, true);
    assertThat(authority.journal().requests(Resource.RENEWAL_INFO)).hasSize(2);

    now = now.plus(Duration.ofHours(6)).plusSeconds(1);
    renewals.lookNow();
    assertThat(status(settings)).allMatch(status -> status.state().suggestion().isPresent());
  }

  @Test
  void what_is_due_at_once_again_and_again_is_not_ordered_again_and_again() {
    start(settings(A));

    assertThat(renewals.restMillis(Instant.MIN)).isEqualTo(60_000);
    assertThat(renewals.restMillis(now.minusSeconds(1))).isZero();
    assertThat(renewals.restMillis(now.plusSeconds(1))).isEqualTo(1000);
  }

  @Test
  void who_asked_for_certificates_hears_of_the_end() {
    authority.faults().always(Resource.DIRECTORY, new Fault.Silence());
    start(settings(A, B));
    CompletableFuture<?> underWay = renewals.renew(List.of("a.example.com"), false);
    CompletableFuture<?> behindIt = renewals.renew(List.of("b.example.com"), false);
    Await.until(
        "the first is under way",
        () -> !authority.journal().requests(Resource.DIRECTORY).isEmpty());

    renewals.close();

    assertThat(underWay).isDone();
    assertThat(behindIt).isCompletedExceptionally();
  }

  @Test
  void who_asked_for_certificates_hears_of_a_fault_whatever_it_is() {
    DyingStorage faulty = new DyingStorage(new FolderStorage(folder.resolve("storage")), 0);
    renewals = new Renewals(settings(A), faulty, answering(), clock);

    CompletableFuture<?> asked = renewals.renew(List.of(), false);

    Await.until("it is told", asked::isDone);
    assertThat(asked).isCompletedExceptionally();
  }

  @Test
  void where_the_authority_does_not_answer_nothing_is_asked_of_the_others() throws IOException {
    AcmeSettings settings = settings(A, B);
    authority.faults().always(Resource.RENEWAL_INFO, new Fault.Reset());
    start(settings);
    renewals.lookNow();
    renewals.lookNow();

    assertThat(authority.journal().requests(Resource.RENEWAL_INFO))
        .extracting(request -> request.path())
        .as("of one alone, and as often as is tried again")
        .containsOnly(authority.journal().requests(Resource.RENEWAL_INFO).getFirst().path());
  }

  @Test
  void a_suggestion_that_comes_too_late_does_not_let_a_certificate_expire() throws IOException {
    AcmeSettings settings = settings(A);
    authority.renewals().window(now.plus(Duration.ofDays(400)), now.plus(Duration.ofDays(401)));
    start(settings);
    renewals.lookNow();
    renewals.lookNow();

    now = now.plus(Duration.ofDays(75)).plusSeconds(1);
    renewals.lookNow();

    assertThat(authority.orders()).hasSize(2);
  }

  @Test
  void addresses_get_the_short_lived_profile_and_keep_it_and_names_get_none() throws IOException {
    AcmeSettings settings = settings(A, ADDRESS, ADDRESS_V6);
    start(settings);
    renewals.lookNow();

    assertThat(profileOf(Identifier.dns("a.example.com"))).contains("classic");
    assertThat(profileOf(Identifier.ip("127.0.0.1"))).contains("shortlived");
    assertThat(profileOf(Identifier.ip("::1"))).contains("shortlived");

    now = now.plus(Duration.ofDays(5));
    renewals.lookNow();

    assertThat(authority.orders(Identifier.ip("127.0.0.1")))
        .hasSize(2)
        .allMatch(order -> order.profile().equals(Optional.of("shortlived")));
    assertThat(authority.orders(Identifier.dns("a.example.com"))).hasSize(1);
  }

  private Optional<String> profileOf(Identifier identifier) {
    return authority.orders(identifier).getFirst().profile();
  }

  @Test
  void a_profile_that_is_not_offered_is_a_failure_that_names_those_that_are() throws IOException {
    AcmeSettings settings = settings(false, CertificateKeyType.EC256, Optional.of("forever"), A);
    start(settings);
    renewals.lookNow();

    assertThat(status(settings).getFirst().state().failure().orElseThrow().text())
        .contains("forever")
        .contains("classic")
        .contains("shortlived");
    assertThat(authority.orders()).isEmpty();
  }

  @Test
  void other_identifiers_or_another_kind_of_key_are_ordered_at_once() throws IOException {
    start(settings(true, CertificateKeyType.EC256, Optional.empty(), A));
    renewals.lookNow();
    start(settings(true, CertificateKeyType.EC256, Optional.empty(), A, B));
    renewals.lookNow();
    AcmeSettings last = settings(true, CertificateKeyType.RSA2048, Optional.empty(), A, B);
    start(last);
    renewals.lookNow();
    renewals.lookNow();

    assertThat(authority.orders())
        .extracting(order -> order.identifiers().size())
        .containsExactly(1, 2, 2);
    CertificatePair pair = status(last).getFirst().pair().orElseThrow();
    assertThat(pair.leaf().getPublicKey().getAlgorithm()).isEqualTo("RSA");
    assertThat(pair.names()).hasSize(2);
  }

  @Test
  void failures_are_tried_again_ever_later_over_restarts_until_it_works() throws IOException {
    AcmeSettings settings = settings(A);
    authority.faults().always(Resource.NEW_ORDER, Fault.status(500));
    Instant begin = now;
    start(settings);
    for (int minute = 0; minute < 20; minute++) {
      renewals.lookNow();
      start(settings);
      now = now.plus(Duration.ofMinutes(1));
    }
    // At 0, 1, 3, 7 and 15 minutes.
    assertThat(authority.journal().requests(Resource.NEW_ORDER))
        .extracting(request -> Duration.between(begin, request.at()).toMinutes())
        .containsExactly(0L, 1L, 3L, 7L, 15L);

    authority.faults().clear();
    now = now.plus(Duration.ofHours(1));
    renewals.lookNow();

    CertificateStatus status = status(settings).getFirst();
    assertThat(status.pair()).isPresent();
    assertThat(status.state().failures()).isZero();
  }

  @Test
  void an_authority_that_wants_to_be_left_alone_is_whatever_it_says_it_with() throws IOException {
    AcmeSettings settings = settings(A, B);
    Problem limited = Problem.rateLimited("too many certificates", Duration.ofHours(30));
    authority.faults().next(1, Resource.NEW_ORDER, Fault.document(limited));
    start(settings);
    renewals.lookNow();
    List<CertificateStatus> both = status(settings);
    assertThat(both.getFirst().due().orElseThrow()).isBetween(hours(29.9), hours(30.1));
    assertThat(both.getFirst().state().failure().orElseThrow().problem().orElseThrow().toString())
        .contains("too many certificates");
    assertThat(both.getLast().pair()).as("of another name").isPresent();

    now = now.plus(Duration.ofHours(31));
    authority.faults().next(1, Resource.NEW_ORDER, Fault.unavailable(Duration.ofHours(5)));
    start(settings);
    renewals.lookNow();
    assertThat(status(settings).getFirst().due().orElseThrow()).isBetween(hours(4.9), hours(5.1));
  }

  private Instant hours(double hours) {
    return now.plusSeconds((long) (hours * 3600));
  }

  @Test
  void an_authority_that_is_gone_is_asked_once_a_round_and_not_once_a_certificate()
      throws IOException {
    AcmeSettings settings = settings(A, B, ADDRESS);
    authority.goAway();
    start(settings);
    renewals.lookNow();

    assertThat(status(settings))
        .allMatch(status -> status.state().failures() == 1)
        .allMatch(
            status -> status.state().failure().orElseThrow().text().contains("cannot be reached"));
    authority.comeBack();
    now = now.plusSeconds(61);
    renewals.lookNow();

    assertThat(status(settings)).allMatch(status -> status.pair().isPresent());
  }

  @Test
  void a_way_to_show_control_that_fails_gives_way_to_the_other() throws IOException {
    AcmeSettings settings = settings(A);
    answers.speak("http/1.1");
    start(settings);
    renewals.lookNow();
    assertThat(status(settings).getFirst().pair()).isEmpty();

    now = now.plusSeconds(61);
    renewals.lookNow();

    assertThat(status(settings).getFirst().pair()).isPresent();
    assertThat(authority.journal().visits())
        .extracting(visit -> visit.challenge())
        .contains("tls-alpn-01", "http-01");
  }

  @Test
  void somebody_who_dies_at_any_write_is_followed_by_somebody_who_orders_nothing_twice()
      throws IOException {
    AcmeSettings settings = settings(A);
    int write = 0;
    int orders;
    while (true) {
      FolderStorage fresh = new FolderStorage(folder.resolve("dying" + write));
      orders = authority.orders().size();
      DyingStorage dying = new DyingStorage(fresh, write);
      if (!dies(settings, dying)) {
        break;
      }
      Renewals next = new Renewals(settings, fresh, answering(), clock, moment -> {});
      next.lookNow();
      next.close();
      CertificateStatus status = CertificateStatus.read(settings, fresh, clock).getFirst();
      assertThat(status.pair()).as("after write %d", write).isPresent();
      // The order of which the authority knew and nobody had written down is the one in flight.
      assertThat(authority.orders().size() - orders).as("after write %d", write).isBetween(1, 2);
      write++;
    }
    assertThat(write).as("writes").isGreaterThan(7);
    start(settings);
  }

  private boolean dies(AcmeSettings settings, DyingStorage storage) throws IOException {
    Renewals dying = new Renewals(settings, storage, answering(), clock, moment -> {});
    try {
      dying.lookNow();
      return false;
    } catch (DyingStorage.Death e) {
      return true;
    } finally {
      dying.close();
    }
  }

  @Test
  void damaged_files_are_made_anew_and_a_lost_key_of_the_account_is_said() throws IOException {
    AcmeSettings settings = settings(A);
    start(settings);
    renewals.lookNow();
    Path certificate = file("certificate.pem");
    Path state = file("state.json");
    Files.writeString(certificate, Files.readString(certificate).substring(0, 200));
    Files.writeString(state, "{\"failures\":");
    start(settings);
    renewals.lookNow();

    assertThat(status(settings).getFirst().pair()).isPresent();
    assertThat(authority.orders()).hasSize(2);
    assertThat(authority.accounts()).hasSize(1);

    Files.writeString(certificate.getParent().getParent().getParent().resolve("account.key"), "");
    Files.delete(certificate);
    start(settings);
    renewals.lookNow();
    assertThat(status(settings).getFirst().state().failure().orElseThrow().text())
        .contains("account.key: there is no key pair");
  }

  private Path file(String name) throws IOException {
    try (var files = Files.walk(folder.resolve("storage"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void a_chain_that_is_not_what_was_asked_for_is_not_stored() throws IOException {
    AcmeSettings settings = settings(A);
    for (var delivery : Delivery.values()) {
      if (delivery == Delivery.AS_ORDERED) {
        continue;
      }
      authority.conduct().delivering(delivery);
      start(settings);
      renewals.lookNow();
      assertThat(status(settings).getFirst().pair()).as(delivery.name()).isEmpty();
      assertThat(status(settings).getFirst().state().failures()).as(delivery.name()).isPositive();
      now = now.plus(Duration.ofHours(7));
    }
    authority.conduct().delivering(Delivery.AS_ORDERED);
    renewals.lookNow();

    X509Certificate leaf = status(settings).getFirst().pair().orElseThrow().leaf();
    assertThat(authority.orders()).extracting(OrderFacts::certificate).contains(Optional.of(leaf));
  }

  @Test
  void a_failure_of_the_authority_for_one_name_lets_the_others_have_their_turn()
      throws IOException {
    AcmeSettings settings = settings(A, B, ADDRESS);
    // Of each pair of tries one fails, so that one name may fail for ever.
    authority.faults().next(1, Resource.NEW_ORDER, Fault.document(Problem.serverInternal("no")));
    start(settings);
    renewals.lookNow();

    assertThat(status(settings))
        .extracting(status -> status.pair().isPresent())
        .containsExactly(false, true, true);
  }

  @Test
  void an_authority_that_fails_twice_in_a_row_is_left_alone_and_nobody_pays_who_was_not_tried()
      throws IOException {
    AcmeSettings settings = settings(A, B, ADDRESS);
    authority.faults().always(Resource.NEW_ORDER, Fault.status(500));
    start(settings);
    renewals.lookNow();

    assertThat(authority.journal().requests(Resource.NEW_ORDER)).hasSize(2);
    assertThat(status(settings))
        .extracting(status -> status.state().failures())
        .containsExactly(1, 1, 0);
    authority.faults().clear();
    now = now.plusSeconds(61);
    renewals.lookNow();
    assertThat(status(settings)).allMatch(status -> status.pair().isPresent());
  }

  @Test
  void an_order_that_the_authority_has_forgotten_is_placed_anew_whatever_it_says_it_with()
      throws IOException {
    AcmeSettings settings = settings(A, B);
    authority.faults().next(1, Resource.FINALIZE, Fault.status(503));
    start(settings);
    renewals.lookNow();
    assertThat(status(settings).getFirst().state().order()).isPresent();
    authority.faults().next(1, Resource.ORDER, Fault.status(404));

    now = now.plusSeconds(61);
    renewals.lookNow();

    assertThat(status(settings)).allMatch(status -> status.pair().isPresent());
    assertThat(authority.orders(Identifier.dns("a.example.com"))).hasSize(2);
  }

  @Test
  void an_order_that_was_interrupted_is_gone_on_with() throws IOException {
    AcmeSettings settings = settings(A);
    authority.faults().next(1, Resource.FINALIZE, Fault.status(503));
    start(settings);
    renewals.lookNow();
    authority.faults().next(1, Resource.ORDER, Fault.document(Problem.serverInternal("soon")));
    now = now.plusSeconds(61);
    renewals.lookNow();

    now = now.plusSeconds(300);
    start(settings);
    renewals.lookNow();

    assertThat(status(settings).getFirst().pair()).isPresent();
    assertThat(authority.orders()).hasSize(1);
  }

  @Test
  void what_an_authority_says_is_one_line_and_not_too_long() throws IOException {
    AcmeSettings settings = settings(A);
    String words = "no\n2031-01-01T00:00:00Z INFO forged \u001b[31m\u202e" + "x".repeat(900_000);
    authority.conduct().rejecting(Identifier.dns("a.example.com"), Problem.of("caa", 403, words));
    start(settings);
    for (int i = 0; i < 8; i++) {
      renewals.lookNow();
      now = now.plus(Duration.ofHours(7));
    }

    TimelineEntry failure = status(settings).getFirst().state().failure().orElseThrow();
    assertThat(failure.text())
        .contains("\\u000a2031-01-01T00:00:00Z INFO forged \\u001b[31m\\u202e")
        .doesNotContain("\n", "\u001b", "\u202e")
        .hasSizeLessThan(5000);
    assertThat(Files.size(file("state.json"))).isLessThan(100_000);
  }

  @Test
  void who_asks_for_the_same_meanwhile_gets_the_same() throws Exception {
    AcmeSettings settings = settings(A);
    start(settings);
    var asked = renewals.renew(List.of(), false);
    var again = renewals.renew(List.of(), false);
    var other = renewals.renew(List.of("a.example.com"), true);

    assertThat(asked.get()).isEqualTo(again.get());
    for (int i = 0; i < 100; i++) {
      assertThat(renewals.renew(List.of("nobody"), false))
          .failsWithin(Duration.ofMinutes(1))
          .withThrowableThat()
          .withMessageContaining("there is no certificate nobody");
    }
    assertThat(other.get().getFirst().state().timeline().getLast().what())
        .isEqualTo(TimelineEntry.Event.TRIED);
    assertThat(authority.orders()).hasSize(2);
  }

  @Test
  void certificates_that_were_grouped_otherwise_are_served_until_the_new_one_is_there()
      throws IOException {
    start(settings(A, B));
    renewals.lookNow();
    AcmeSettings grouped = settings(true, CertificateKeyType.EC256, Optional.empty(), A, B);
    StoredCertificates served =
        new StoredCertificates(grouped, new FolderStorage(folder.resolve("storage")));

    assertThat(served.look()).isTrue();
    assertThat(served.current()).hasSize(2);
    start(grouped);
    renewals.lookNow();
    assertThat(served.look()).isTrue();
    assertThat(served.look()).isFalse();

    assertThat(served.current().getFirst().names()).hasSize(2);
  }

  @Test
  void an_account_whose_key_was_lost_or_whose_authority_forgot_it_is_made_anew()
      throws IOException {
    AcmeSettings settings = settings(A, B);
    start(settings);
    renewals.lookNow();
    Files.delete(file("account.key"));
    now = now.plus(Duration.ofDays(80));
    renewals.lookNow();
    assertThat(authority.orders()).hasSize(4);

    authority.forgetAccounts();
    now = now.plus(Duration.ofDays(80));
    renewals.lookNow();
    assertThat(status(settings)).allMatch(status -> status.state().failures() == 0);
    assertThat(authority.orders()).hasSize(6);
  }
}
