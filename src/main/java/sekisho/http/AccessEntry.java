package sekisho.http;

import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.upstream.NoRetry;

/**
 * One request, as the access log tells it. Texts are as the client sent them: escaping is the
 * writer's.
 *
 * @param epochMillis when the request's head was complete
 * @param client the client's address
 * @param method null where the request line could not be read, as for the next four
 * @param host the request's authority
 * @param path as sent, before the query
 * @param query after the question mark
 * @param protocol {@code HTTP/1.1}
 * @param status what the client got, or would have: 499 was never sent
 * @param reason why, where it was not simply an answer of the upstream
 * @param dryRun why it would have been refused, were it not for a dry run
 * @param retried whether it was tried a second time, since the first connection was lost
 * @param noRetry why the request was not sent again, where the upstream's connection was lost
 * @param requestBytes of the body, without framing; of a tunnel: all that came of the client
 * @param responseBytes of the body, without framing; of a tunnel: all that came of the upstream
 * @param durationMicros from the complete head to the last byte written, or the tunnel's end
 * @param routeLine the configuration line of the route; 0: none
 * @param upstream the upstream's URL
 * @param requestId what the upstream got as X-Request-ID
 * @param userAgent the client's word for itself
 * @param connection whose request it was
 */
record AccessEntry(
    long epochMillis,
    String client,
    @Nullable String method,
    @Nullable String host,
    @Nullable String path,
    @Nullable String query,
    @Nullable String protocol,
    int status,
    @Nullable Reason reason,
    @Nullable Reason dryRun,
    boolean retried,
    @Nullable NoRetry noRetry,
    long requestBytes,
    long responseBytes,
    long durationMicros,
    int routeLine,
    @Nullable String upstream,
    String requestId,
    @Nullable String userAgent,
    ClientConnection connection) {
  private static final int SWITCHING_PROTOCOLS = 101;

  /** Whether it was a request and its response: not a tunnel, and not unreadable. */
  boolean isExchange() {
    return method != null && status != SWITCHING_PROTOCOLS;
  }

  /** What was refused before it could be read as a request. */
  static AccessEntry ofUnreadable(
      Reason reason, long responseBytes, String requestId, ClientConnection connection) {
    return new AccessEntry(
        System.currentTimeMillis(),
        connection.peerAddress(),
        null,
        null,
        null,
        null,
        null,
        reason.status(),
        reason,
        null,
        false,
        null,
        0,
        responseBytes,
        0,
        0,
        null,
        requestId,
        null,
        connection);
  }
}
