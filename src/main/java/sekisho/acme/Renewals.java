package sekisho.acme;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.acme.TimelineEntry.Event;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/**
 * Gets the certificates of one configuration, and renews them in time: looks at the start, whenever
 * it is told to, and when the next thing is due.
 *
 * <p>One process at a time orders: who does not get the lease of the storage waits for it, and
 * serves meanwhile what the other one gets. Certificates are ordered one after the other on a
 * thread of its own. Nothing here throws for what happens outside: it is logged, and stands in the
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
  private final Clock clock;
  private final Orders orders;
  private final Advice advice;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("acme").factory());

  /** By what was asked for: who asks for the same meanwhile gets the same. */
  private final Map<Request, CompletableFuture<List<CertificateStatus>>> requests =
      new ConcurrentHashMap<>();

  private @Nullable Future<?> next;
  private Storage.@Nullable Lease lease;
  private boolean waitsForLease;

  private record Request(List<String> names, boolean dryRun) {}

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
    this.clock = clock;
    this.orders = new Orders(settings, storage, answers, clock, pause, thread::isShutdown);
    this.advice = new Advice(settings, storage, clock);
  }

  /**
   * Looks now, and goes on by itself from then on. Returns at once; nothing happens once closed.
   */
  public void look() {
    try {
      thread.execute(this::lookAndRest);
    } catch (RejectedExecutionException e) {
      LOG.debug("nothing is looked after any more", e);
    }
  }

  /**
   * Orders these certificates now, whether they are due or not, after what is going on. To be
   * waited for: it takes seconds to minutes. Who asks for the same before that is over waits for
   * the same.
   *
   * @param names of certificates, or of what they are for; empty: all
   * @param dryRun at the staging directory, for nothing but to see whether it works
   * @return how each of them stands then; of a dry run, how the dry run stands. Fails with an
   *     IllegalArgumentException when there is none of such a name, or nothing can be ordered here
   */
  public CompletableFuture<List<CertificateStatus>> renew(List<String> names, boolean dryRun) {
    Request request = new Request(List.copyOf(names), dryRun);
    CompletableFuture<List<CertificateStatus>> asked = new CompletableFuture<>();
    CompletableFuture<List<CertificateStatus>> before = requests.putIfAbsent(request, asked);
    if (before != null) {
      return before;
    }
    try {
      thread.execute(() -> answer(request, asked));
    } catch (RejectedExecutionException e) {
      requests.remove(request);
      asked.completeExceptionally(new IllegalArgumentException("the proxy is stopping", e));
    }
    return asked;
  }

  private void answer(Request request, CompletableFuture<List<CertificateStatus>> asked) {
    try {
      List<CertificateStatus> answer = renewNow(request);
      // Who asks from here on asks anew.
      requests.remove(request);
      asked.complete(answer);
    } catch (RuntimeException | Error e) {
      requests.remove(request);
      asked.completeExceptionally(e);
    }
  }

  private List<CertificateStatus> renewNow(Request request) {
    List<WantedCertificate> chosen =
        request.names().isEmpty() ? wanted : request.names().stream().map(this::named).toList();
    Shelf shelf = Shelf.of(settings, request.dryRun());
    List<CertificateRecord> records = new ArrayList<>();
    try {
      if (!hasLease()) {
        throw new IllegalArgumentException(
            "another process has " + storage.location() + ": it orders, this one does not");
      }
      for (WantedCertificate each : chosen) {
        CertificateRecord record = CertificateRecord.open(each, storage, shelf.folder(), clock);
        record.note(Event.REQUESTED, request.dryRun() ? "a dry run" : "by hand");
        records.add(record);
      }
      orders.place(records, shelf);
    } catch (IOException e) {
      throw new IllegalArgumentException("the storage fails: " + e.getMessage(), e);
    }
    lookAndRest();
    return records.stream().map(record -> CertificateStatus.of(record, settings, clock)).toList();
  }

  private WantedCertificate named(String name) {
    return wanted.stream()
        .filter(each -> each.name().equals(name) || each.texts().contains(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no certificate "
                    + name
                    + "; there are "
                    + String.join(", ", wanted.stream().map(WantedCertificate::name).toList())));
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
    } catch (RuntimeException | Error e) {
      // Nobody would look again.
      LOG.error("looking after certificates failed unexpectedly", e);
      again = clock.instant().plus(STORAGE_REST);
    }
    if (!thread.isShutdown()) {
      next = thread.schedule(this::lookAndRest, restMillis(again), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * @param again when something is due; {@link Schedule#AT_ONCE}, though it was tried just now and
   *     did not fail, so the storage loses what comes
   */
  long restMillis(Instant again) {
    Instant now = clock.instant();
    Instant next = again.equals(Schedule.AT_ONCE) ? now.plus(STORAGE_REST) : again;
    return Math.max(0, Duration.between(now, next).toMillis());
  }

  /** One look at everything; tells when the next one is due. */
  Instant lookNow() throws IOException {
    if (!hasLease()) {
      return clock.instant().plus(LEASE_INTERVAL);
    }
    Shelf shelf = Shelf.of(settings, false);
    List<CertificateRecord> records = opened(shelf);
    Instant now = clock.instant();
    List<CertificateRecord> due = new ArrayList<>();
    for (CertificateRecord record : records) {
      if (!dueAt(record).isAfter(now)) {
        due.add(record);
      }
    }
    // Whom nothing has gone wrong for is not to wait for the others.
    due.sort(Comparator.comparingInt(record -> record.state().failures()));
    orders.place(due, shelf);
    advice.ask(records, shelf);
    Instant soonest = Instant.MAX;
    for (CertificateRecord record : records) {
      Instant at = dueAt(record);
      soonest = at.isBefore(soonest) ? at : soonest;
    }
    Instant latest =
        clock.instant().plus(records.size() < wanted.size() ? STORAGE_REST : LONGEST_REST);
    return soonest.isBefore(latest) ? soonest : latest;
  }

  /** Those that can be read; what is wrong with the others is said. */
  private List<CertificateRecord> opened(Shelf shelf) {
    List<CertificateRecord> records = new ArrayList<>();
    for (WantedCertificate each : wanted) {
      try {
        CertificateRecord record = CertificateRecord.open(each, storage, shelf.folder(), clock);
        record.pair();
        records.add(record);
      } catch (IOException e) {
        LOG.errorf(
            "the certificate of %s cannot be looked after: the storage fails: %s",
            each.name(), e.getMessage());
      }
    }
    return records;
  }

  private Instant dueAt(CertificateRecord record) throws IOException {
    return Schedule.next(record.wanted(), settings, record.pair(), record.state(), clock.instant());
  }

  private boolean hasLease() throws IOException {
    if (lease == null) {
      lease = storage.tryLease().orElse(null);
    }
    if (lease == null && !waitsForLease) {
      LOG.infof(
          "another process looks after %s: its certificates are served, and it is waited for",
          storage.location());
    } else if (lease != null && waitsForLease) {
      LOG.infof("this process looks after %s now", storage.location());
    }
    waitsForLease = lease == null;
    return lease != null;
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
    // Those whose turn had not come: nobody else would tell them.
    requests
        .values()
        .forEach(asked ->
            asked.completeExceptionally(
                new IllegalArgumentException(
                    "the proxy stops, or gets its certificates in another way since a reload")));
    requests.clear();
  }
}
