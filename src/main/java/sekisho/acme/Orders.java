package sekisho.acme;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import sekisho.acme.TimelineEntry.Event;
import sekisho.certificate.CertificatePair;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/**
 * Orders certificates one after the other, and writes down what came of it: one that fails does not
 * stop the others, and an authority that fails twice in a row is left alone. For one thread.
 */
final class Orders {
  private static final Logger LOG = Logger.getLogger(Orders.class);

  private final AcmeSettings settings;
  private final Storage storage;
  private final ChallengeAnswers answers;
  private final Clock clock;
  private final Pause pause;
  private final BooleanSupplier stopping;

  /**
   * @param stopping whether what fails does so because it is broken off
   */
  Orders(
      AcmeSettings settings,
      Storage storage,
      ChallengeAnswers answers,
      Clock clock,
      Pause pause,
      BooleanSupplier stopping) {
    this.settings = settings;
    this.storage = storage;
    this.answers = answers;
    this.clock = clock;
    this.pause = pause;
    this.stopping = stopping;
  }

  /**
   * @throws IOException when the storage fails
   */
  void place(List<CertificateRecord> records, Shelf shelf) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    try (Conversation conversation = Conversation.begin(settings, shelf, storage, clock)) {
      place(new ArrayDeque<>(records), conversation, shelf);
    } catch (Conversation.Failed e) {
      Instant now = clock.instant();
      for (CertificateRecord record : records) {
        failed(record, e.failure(), now, e.retryAfter());
      }
    }
  }

  private void place(Deque<CertificateRecord> left, Conversation conversation, Shelf shelf)
      throws IOException {
    boolean authorityFailed = false;
    while (!left.isEmpty() && !stopping.getAsBoolean()) {
      CertificateRecord record = left.removeFirst();
      Optional<Failure> failure = place(record, conversation, shelf);
      boolean ofAuthority =
          failure.filter(why -> why.whose() == Failure.Whose.AUTHORITY).isPresent();
      if (ofAuthority && authorityFailed) {
        Instant until = record.state().nextAttempt().orElse(clock.instant().plus(BackOff.FIRST));
        for (CertificateRecord other : left) {
          other.postponed(until);
        }
        return;
      }
      authorityFailed = ofAuthority;
    }
  }

  private Optional<Failure> place(CertificateRecord record, Conversation conversation, Shelf shelf)
      throws IOException {
    Optional<X509Certificate> replaced =
        record
            .pair()
            .filter(_ -> !shelf.dryRun())
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
      failed(record, failure, clock.instant(), conversation.retryAfter());
      return Optional.of(failure);
    }
  }

  private void failed(
      CertificateRecord record, Failure failure, Instant now, Optional<Instant> retryAfter)
      throws IOException {
    if (stopping.getAsBoolean()) {
      // It was we who broke off.
      return;
    }
    record.failed(failure, now, retryAfter);
    LOG.errorf(
        "no certificate of %s: %s; the next try is at %s%s",
        record.wanted().name(),
        failure.text(),
        record.state().nextAttempt().orElseThrow(),
        failure.problem().map(problem -> "; in its own words: " + problem).orElse(""));
  }
}
