package sekisho.http;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.runtime.Rules;

/**
 * What a request in the clear is answered: an authority's challenge, or where the same is to be had
 * over TLS. Nothing that is asked in the clear goes to an upstream.
 *
 * @param reason why, where it is a refusal
 * @param distrusted whether the request is so wrong that nothing after it is believed
 */
record PlainAnswer(OwnAnswer answer, @Nullable Reason reason, boolean distrusted) {
  /** RFC 8555 §8.3: a token follows. */
  private static final String CHALLENGES = "/.well-known/acme-challenge/";

  /** RFC 9110 §15.4.9: for good, and with the same method. */
  private static final int PERMANENT_REDIRECT = 308;

  private PlainAnswer(OwnAnswer answer) {
    this(answer, null, false);
  }

  /**
   * @param record is told what is found on the way
   */
  static PlainAnswer of(
      RequestHead request, Rules rules, HttpChallenges challenges, ExchangeRecord record) {
    return switch (RequestTarget.of(request)) {
      case RequestTarget.Refused refused -> refusal(refused.reason(), true, request, record);
      case RequestTarget.Server _ ->
          Admission.isExpectationMet(request)
              ? new PlainAnswer(OwnAnswer.empty(200))
              : refusal(Reason.EXPECTATION_FAILED, false, request, record);
      case RequestTarget.Resource resource -> {
        record.target(resource);
        yield ofResource(resource, request, rules, challenges, record);
      }
    };
  }

  private static PlainAnswer ofResource(
      RequestTarget.Resource resource,
      RequestHead request,
      Rules rules,
      HttpChallenges challenges,
      ExchangeRecord record) {
    if (!Admission.isExpectationMet(request)) {
      return refusal(Reason.EXPECTATION_FAILED, false, request, record);
    }
    if (request.method().equals("TRACE")) {
      // RFC 9110 §9.3.8: it would echo what may hold credentials.
      PlainAnswer refusal = refusal(Reason.METHOD_NOT_ALLOWED, false, request, record);
      refusal.answer().fields().add("Allow", Routing.allow(Set.of()));
      return refusal;
    }
    Optional<String> keyAuthorization = challenge(resource, request, challenges, record);
    if (keyAuthorization.isPresent()) {
      Fields fields = new Fields().add("Content-Type", "application/octet-stream");
      return new PlainAnswer(new OwnAnswer(200, fields, keyAuthorization.get()));
    }
    if (resource.host().isEmpty()) {
      return refusal(Reason.BAD_REQUEST_HOST, true, request, record);
    }
    // Tokens that nobody here asked for too: an upstream may have an ACME client of its own, and
    // authorities follow redirects (RFC 8555 §8.3).
    return HttpsLocation.of(resource, rules)
        .map(PlainAnswer::redirect)
        .orElseGet(() -> refusal(Reason.MISDIRECTED_REQUEST, false, request, record));
  }

  /** The token is compared as it came: it has no character that would be escaped. */
  private static Optional<String> challenge(
      RequestTarget.Resource resource,
      RequestHead request,
      HttpChallenges challenges,
      ExchangeRecord record) {
    boolean asks = request.method().equals("GET") || request.isHead();
    String path = resource.path();
    return asks && path.startsWith(CHALLENGES)
        ? challenges.keyAuthorization(
            path.substring(CHALLENGES.length()), record.client().address())
        : Optional.empty();
  }

  private static PlainAnswer redirect(String location) {
    OwnAnswer answer = OwnAnswer.empty(PERMANENT_REDIRECT);
    answer.fields().add("Location", location);
    return new PlainAnswer(answer);
  }

  /**
   * @param distrusted whether nothing that follows is believed
   */
  static PlainAnswer refusal(
      Reason reason, boolean distrusted, RequestHead request, ExchangeRecord record) {
    String accept = request.fields().joined("Accept");
    return new PlainAnswer(OwnAnswer.of(reason, record.requestId(), accept), reason, distrusted);
  }
}
