package sekisho.endtoend;

import sekisho.testing.HttpReply;

/**
 * A request that was sent under an id of its own, and what became of it.
 *
 * @param bodyBytes of the request
 * @param status of the response's head
 */
record IdentifiedRequest(String id, String method, int bodyBytes, Outcome outcome, int status) {
  /** What a client gets. */
  enum Outcome {
    /** The origin's whole answer, which is for this request. */
    ANSWERED,
    /** An answer of the proxy's own. */
    REFUSED,
    /** The head of an answer, and not all of its body. */
    CUT_SHORT
  }

  static IdentifiedRequest answered(String id, String method, int bodyBytes, HttpReply reply) {
    Outcome outcome = reply.status() == 200 ? Outcome.ANSWERED : Outcome.REFUSED;
    return new IdentifiedRequest(id, method, bodyBytes, outcome, reply.status());
  }

  static IdentifiedRequest cutShort(String id, String method, int bodyBytes, HttpReply head) {
    return new IdentifiedRequest(id, method, bodyBytes, Outcome.CUT_SHORT, head.status());
  }

  /** Whether doing it twice is allowed and possible (RFC 9110 §9.2.2): nothing of it is lost. */
  boolean mayBeRepeated() {
    return !method.equals("POST") && bodyBytes == 0;
  }
}
