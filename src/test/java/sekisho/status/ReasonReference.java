package sekisho.status;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sekisho.metrics.Reason;

/**
 * Writes {@code docs/reasons.md}: every reason, with the words that the UI and JSON-RPC give it.
 */
final class ReasonReference {
  private static final String INTRODUCTION =
      """
      # Reasons

      <!-- Generated from Reason and ReasonWords; do not edit. After a change of one:
           ./mvnw -q test -Dtest=ReasonReferenceTest -Dsekisho.regenerate=true -->

      What is refused, or goes wrong, has one of these codes. It is the same in an answer of the proxy's own, in the access log
      (`reason`), in the program's log, in `errors_total{error_type}`, in JSON-RPC and in the UI, and it is stable: alert on it. Words
      such as "raise it" mean the key that the reason is about; all of them are in [configuration.md](configuration.md).

      ## Connections

      Ended before they were served, or not accepted yet. There is no HTTP to answer in; [sni.md](sni.md) tells how they end.

      """;

  private static final String RELAYS =
      """

      ## Relays

      Of TCP upstreams and WebSockets. A relay that a reset has ended counts as `client_abort` or `upstream_reset`, which are below.

      """;

  private static final String REQUESTS =
      """

      ## Requests

      The status is that of the answer, or of the access log where an answer had begun or nobody was there to get one: 499 is never
      sent, nor is `shutdown`. `rate_limited` and `connection_limited` have another where the limit's `status` says so
      ([limits.md](limits.md)).

      """;

  private ReasonReference() {}

  static String text() {
    return INTRODUCTION
        + table(ConnectionReading::isOfConnection)
        + RELAYS
        + table(ConnectionReading::isOfRelay)
        + REQUESTS
        + requests();
  }

  private static String table(Predicate<Reason> chosen) {
    return "| reason | what it means | where to look |\n|---|---|---|\n"
        + Arrays.stream(Reason.values())
            .filter(chosen)
            .map(ReasonReference::row)
            .collect(Collectors.joining());
  }

  private static String requests() {
    return "| status | reason | what it means | where to look |\n|---|---|---|---|\n"
        + Arrays.stream(Reason.values())
            .filter(TrafficReading::isOfRequest)
            .sorted(Comparator.comparingInt(Reason::status))
            .map(reason -> "| " + reason.status() + " " + row(reason))
            .collect(Collectors.joining());
  }

  private static String row(Reason reason) {
    return "| `%s` | %s | %s |\n"
        .formatted(reason.code(), ReasonWords.meaning(reason), ReasonWords.advice(reason));
  }
}
