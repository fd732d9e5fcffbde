package sekisho.acme;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.acme.TimelineEntry.Event;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/**
 * Gets the certificates of one configuration, and renews them in time: looks at the start, whenever
 * it is told to, and when the next thing is due.
 *
 * <p>One process at a time orders: who does not get the lease of the storage waits for it, and
 * serves meanwhile what the other one gets. Certificates are ordered one after the other on a
 * thread of its own; one that fails is tried again by itself later, an authority that fails is left
 * alone. Nothing here throws for what happens outside: it is logged, and stands in the
 * certificate's timeline.
 */
public final class Renewals implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Renewals.class);

  /** Somebody else has the storage: how soon it is tried to be the one. */
  private static final Duration LEASE_INTERVAL = Duration.ofSeconds(10);

  /** Without anything due, and when the storage fails. */
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private static final Duration STORAGE_REST = Duration.ofMinutes(1);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(3);

  private final AcmeSettings settings;
  private final List<WantedCertificate> wanted;
  private final Storage storage;
  private final ChallengeAnswers answers;
  private final Clock clock;
  private final Pause pause;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("acme").factory());

  private @Nullable Future<?> next;
  private Storage.@Nullable Lease lease;
  private boolean waitsForLease;

  /**
   * @param answers what answers the authority
   * @param clock tells now
   */
  public Renewals(AcmeSettings settings, Storage storage, ChallengeAnswers answers, Clock clock) {
    this(settings, storage, answers, clock, Pause.of(clock));
  }

  Renewals(
      AcmeSettings settings, Storage storage, ChallengeAnswers answers, Clock clock, Pause pause) {
    this.settings = settings;
    this.wanted = WantedCertificate.of(settings);
    this.storage = storage;
    this.answers = answers;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Looks now, and goes on by itself from then on. Returns at once; nothing happens once closed.
   */
  public void look() {
    if (!thread.isShutdown()) {
      thread.execute(this::lookAndRest);
    }
  }

  /**
   * Orders these certificates now, whether they are due or not, after what is going on. To be
   * waited for: it takes seconds to minutes.
   *
   * @param names of certificates, as {@link CertificateStatus} has them; empty: all
   * @param dryRun at the staging directory, for nothing but to see whether it works
   * @return how each of them stands then; of a dry run, how the dry run stands
   * @throws IllegalArgumentException by way of the future, when there is none of such a name
   */
  public CompletableFuture<List<CertificateStatus>> renew(List<String> names, boolean dryRun) {
    return CompletableFuture.supplyAsync(() -> renewNow(names, dryRun), thread);
  }

  private List<CertificateStatus> renewNow(List<String> names, boolean dryRun) {
    for (String name : names) {
      if (wanted.stream().noneMatch(each -> each.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no certificate "
                + name
                + "; there are "
                + String.join(", ", wanted.stream().map(WantedCertificate::name).toList()));
      }
    }
    Shelf shelf = Shelf.of(settings, dryRun);
    List<CertificateRecord> chosen = new ArrayList<>();
    try {
      if (!hasLease()) {
        throw new IllegalArgumentException(
            "another process has " + storage.location() + ": it orders, this one does not");
      }
      for (WantedCertificate each : wanted) {
        if (names.isEmpty() || names.contains(each.name())) {
          CertificateRecord record = CertificateRecord.open(each, storage, shelf.folder(), clock);
          record.note(Event.REQUESTED, dryRun ? "a dry run" : "by hand");
          chosen.add(record);
        }
      }
      attempt(chosen, shelf);
    } catch (IOException e) {
      throw new IllegalArgumentException("the storage fails: " + e.getMessage(), e);
    }
    lookAndRest();
    return chosen.stream().map(record -> CertificateStatus.of(record, settings)).toList();
  }

  // ---- On the thread

  private void lookAndRest() {
    if (next != null) {
      next.cancel(false);
    }
    Instant again;
    try {
      again = lookNow();
    } catch (IOException e) {
      if (!thread.isShutdown()) {
        LOG.errorf("certificates cannot be looked after: the storage fails: %s", e.getMessage());
      }
      again = clock.instant().plus(STORAGE_REST);
    } catch (RuntimeException e) {
      LOG.error("looking after certificates failed unexpectedly", e);
      again = clock.instant().plus(STORAGE_REST);
    }
    if (!thread.isShutdown()) {
      long millis = Math.max(0, Duration.between(clock.instant(), again).toMillis());
      next = thread.schedule(this::lookAndRest, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** One look at everything; tells when the next one is due. */
  Instant lookNow() throws IOException {
    if (!hasLease()) {
      return clock.instant().plus(LEASE_INTERVAL);
    }
    Shelf shelf = Shelf.of(settings, false);
    List<CertificateRecord> records = new ArrayList<>();
    for (WantedCertificate each : wanted) {
      records.add(CertificateRecord.open(each, storage, shelf.folder(), clock));
    }
    askForSuggestions(records, shelf);
    List<CertificateRecord> due = new ArrayList<>();
    for (CertificateRecord record : records) {
      if (!dueAt(record).isAfter(clock.instant())) {
        due.add(record);
      }
    }
    attempt(due, shelf);
    Instant again = clock.instant().plus(LONGEST_REST);
    for (CertificateRecord record : records) {
      Instant at = dueAt(record);
      again = at.isBefore(again) ? at : again;
    }
    return again;
  }

  private Instant dueAt(CertificateRecord record) throws IOException {
    return Schedule.next(record.wanted(), settings, record.pair(), record.state());
  }

  private boolean hasLease() throws IOException {
    if (lease == null) {
      lease = storage.tryLease().orElse(null);
    }
    if (lease == null && !waitsForLease) {
      LOG.infof(
          "another process looks after %s: its certificates are served, and it is waited for",
          storage.location());
    }
    waitsForLease = lease == null;
    return lease != null;
  }

  private void askForSuggestions(List<CertificateRecord> records, Shelf shelf) throws IOException {
    Instant now = clock.instant();
    List<CertificateRecord> open = new ArrayList<>();
    for (CertificateRecord record : records) {
      Optional<CertificatePair> pair = record.pair();
      boolean asked =
          pair.flatMap(stored -> Suggestions.about(stored.leaf(), record.state()))
              .filter(said -> said.askAgain().isAfter(now))
              .isPresent();
      if (pair.isPresent() && !asked && record.state().failures() == 0) {
        open.add(record);
      }
    }
    if (open.isEmpty()) {
      return;
    }
    try (Conversation conversation = Conversation.begin(settings, shelf, storage, clock)) {
      for (CertificateRecord record : open) {
        X509Certificate leaf = record.pair().orElseThrow().leaf();
        Optional<CertificateState.Suggestion> said =
            Suggestions.ask(conversation.login(), leaf, clock);
        if (said.isPresent()) {
          record.suggested(said);
        }
      }
    } catch (Conversation.Failed e) {
      LOG.infof("the authority does not say when to renew: %s", e.failure().text());
    }
  }

  /** Those, one after the other, until the authority itself fails. */
  private void attempt(List<CertificateRecord> records, Shelf shelf) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    List<CertificateRecord> left = new ArrayList<>(records);
    try (Conversation conversation = Conversation.begin(settings, shelf, storage, clock)) {
      while (!left.isEmpty() && !thread.isShutdown()) {
        CertificateRecord record = left.getFirst();
        Optional<Failure> failure = attempt(record, conversation, shelf);
        if (failure.isPresent() && failure.get().whose() == Failure.Whose.AUTHORITY) {
          // Of it and of all that come after it.
          giveUp(left, failure.get(), conversation.retryAfter());
          return;
        }
        left.removeFirst();
      }
    } catch (Conversation.Failed e) {
      giveUp(left, e.failure(), e.retryAfter());
    }
  }

  private Optional<Failure> attempt(
      CertificateRecord record, Conversation conversation, Shelf shelf) throws IOException {
    Optional<X509Certificate> replaced =
        record
            .pair()
            .filter(pair -> !shelf.dryRun())
            .filter(pair -> IssuedChain.isFor(pair, record.wanted().identifiers()))
            .map(CertificatePair::leaf);
    try {
      conversation.talk(login ->
          new Issuance(settings, login, record, answers, clock, pause)
              .run(replaced, shelf.dryRun() ? Event.TRIED : Event.ISSUED));
      LOG.infof(
          "%s of %s: %s",
          shelf.dryRun() ? "dry run for the certificate" : "certificate",
          record.wanted().name(),
          record.state().timeline().getLast().text());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      if (failure.unexpected()) {
        LOG.errorf(e, "ordering a certificate of %s failed unexpectedly", record.wanted().name());
      }
      if (failure.whose() == Failure.Whose.CERTIFICATE) {
        giveUp(List.of(record), failure, conversation.retryAfter());
      }
      return Optional.of(failure);
    }
  }

  private void giveUp(
      List<CertificateRecord> records, Failure failure, Optional<Instant> retryAfter)
      throws IOException {
    if (thread.isShutdown()) {
      // It was we who broke off.
      return;
    }
    for (CertificateRecord record : records) {
      record.failed(failure, retryAfter);
      LOG.errorf(
          "no certificate of %s: %s; the next try is at %s%s",
          record.wanted().name(),
          failure.text(),
          record.state().nextAttempt().orElseThrow(),
          failure.problem().map(problem -> "; in its own words: " + problem).orElse(""));
    }
  }

  /** Stops, in the middle of an order if need be: whoever comes next goes on with it. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("an order at the authority does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lease != null) {
      lease.close();
    }
  }
}
