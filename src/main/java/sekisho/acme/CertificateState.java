package sekisho.acme;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a certificate beside itself: where its order stands, what failed, when to
 * try again, and what happened.
 *
 * @param failures in a row
 * @param failedValidations how many of them were about showing control
 * @param nextAttempt not before this, after a failure; empty: there was none
 * @param order the order that is under way
 * @param suggestion when the authority would like it renewed
 * @param timeline what happened, oldest first; bounded
 */
public record CertificateState(
    int failures,
    int failedValidations,
    Optional<Instant> nextAttempt,
    Optional<PendingOrder> order,
    Optional<Suggestion> suggestion,
    List<TimelineEntry> timeline) {
  static final int MAX_TIMELINE = 60;

  /** Of a certificate that nothing was done for yet. */
  static final CertificateState NEW =
      new CertificateState(0, 0, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public CertificateState {
    timeline = List.copyOf(timeline);
  }

  /**
   * An order that was placed and not finished, so that whoever comes after a crash goes on with it.
   *
   * @param url where it is
   * @param identifiers what it is for
   */
  public record PendingOrder(String url, List<String> identifiers) {
    public PendingOrder {
      identifiers = List.copyOf(identifiers);
    }
  }

  /**
   * What the authority said of renewing (RFC 9773 §4.2).
   *
   * @param start of the window
   * @param end of the window, not before its start
   * @param explanation a page for people
   * @param askAgain not before this
   * @param serial of the certificate it is about, in hex
   */
  public record Suggestion(
      Instant start, Instant end, Optional<String> explanation, Instant askAgain, String serial) {

    RenewalTime.SuggestedWindow window() {
      return new RenewalTime.SuggestedWindow(start, end);
    }
  }

  /** The last thing that went wrong, where the last thing that happened did. */
  public Optional<TimelineEntry> failure() {
    return failures == 0
        ? Optional.empty()
        : timeline.stream()
            .filter(entry -> entry.what() == TimelineEntry.Event.FAILED)
            .reduce((_, last) -> last);
  }

  CertificateState with(TimelineEntry entry) {
    List<TimelineEntry> longer = new ArrayList<>(timeline);
    longer.add(entry);
    return new CertificateState(
        failures,
        failedValidations,
        nextAttempt,
        order,
        suggestion,
        longer.subList(Math.max(0, longer.size() - MAX_TIMELINE), longer.size()));
  }

  CertificateState ordered(PendingOrder placed) {
    return new CertificateState(
        failures, failedValidations, nextAttempt, Optional.of(placed), suggestion, timeline);
  }

  CertificateState withoutOrder() {
    return new CertificateState(
        failures, failedValidations, nextAttempt, Optional.empty(), suggestion, timeline);
  }

  CertificateState suggested(Optional<Suggestion> said) {
    return new CertificateState(failures, failedValidations, nextAttempt, order, said, timeline);
  }

  CertificateState succeeded() {
    return new CertificateState(
        0, 0, Optional.empty(), Optional.empty(), Optional.empty(), timeline);
  }

  CertificateState failed(Failure.Whose whose, Instant now, Optional<Instant> retryAfter) {
    return new CertificateState(
        failures + 1,
        failedValidations + (whose == Failure.Whose.VALIDATION ? 1 : 0),
        Optional.of(BackOff.after(failures + 1, now, retryAfter)),
        order,
        suggestion,
        timeline);
  }

  /** Not tried, because of others. */
  CertificateState postponed(Instant until) {
    return new CertificateState(
        failures, failedValidations, Optional.of(until), order, suggestion, timeline);
  }
}
