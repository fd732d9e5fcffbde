package sekisho.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.runtime.Rules;

/**
 * Whether a request is taken, and by which route: target, expectation, server name, path and what
 * the route asks of its clients, in the order that decides.
 */
sealed interface Admission {

  record Admitted(RequestTarget.Resource target, Routing.Routed routed) implements Admission {}

  /** The proxy itself is asked (RFC 9110 §9.3.7: {@code OPTIONS *}). */
  record Itself() implements Admission {}

  /**
   * @param status the reason's, or another that the configuration has for it
   * @param fields that the refusal's status asks for
   * @param distrusted whether the request is so wrong that nothing after it is believed
   */
  record Refused(Reason reason, int status, Map<String, String> fields, boolean distrusted)
      implements Admission {
    Refused(Reason reason) {
      this(reason, reason.status(), Map.of(), false);
    }

    /**
     * @param accept the request's Accept, joined
     */
    OwnAnswer answer(String requestId, @Nullable String accept) {
      OwnAnswer answer = OwnAnswer.of(reason, status, requestId, accept);
      fields.forEach(answer.fields()::add);
      return answer;
    }
  }

  /**
   * @param webSocket whether the request asks for WebSocket
   * @param record is told what is found on the way, also where the request is refused
   */
  static Admission of(
      RequestHead request,
      boolean webSocket,
      ClientConnection client,
      Rules rules,
      ExchangeRecord record) {
    return switch (RequestTarget.of(request)) {
      // Who frames a head wrongly is not asked where the next one begins (RFC 9112 §11.2).
      case RequestTarget.Refused refused ->
          new Refused(refused.reason(), refused.reason().status(), Map.of(), true);
      case RequestTarget.Server _ ->
          isExpectationMet(request) ? new Itself() : new Refused(Reason.EXPECTATION_FAILED);
      case RequestTarget.Resource resource -> {
        record.target(resource);
        if (!isExpectationMet(request)) {
          yield new Refused(Reason.EXPECTATION_FAILED);
        }
        yield Misdirection.isRefused(resource.host(), client, rules)
            ? new Refused(Reason.MISDIRECTED_REQUEST)
            : routed(request, webSocket, resource, rules, record);
      }
    };
  }

  /** RFC 9110 §10.1.1: there is one expectation that can be passed on. */
  static boolean isExpectationMet(RequestHead request) {
    String expect = request.fields().joined("Expect");
    return expect == null || expect.equalsIgnoreCase("100-continue");
  }

  private static Admission routed(
      RequestHead request,
      boolean webSocket,
      RequestTarget.Resource resource,
      Rules rules,
      ExchangeRecord record) {
    return switch (Routing.of(request.method(), webSocket, resource, rules.httpRouter())) {
      case Routing.Refused refused ->
          new Refused(refused.reason(), refused.reason().status(), refused.fields(), false);
      case Routing.Routed routed -> {
        record.route(routed.route());
        Refused refused = Guarding.refusal(routed.route(), request, rules.limiters(), record);
        yield refused == null ? new Admitted(resource, routed) : refused;
      }
    };
  }
}
