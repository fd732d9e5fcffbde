package sekisho.status;

import sekisho.metrics.Reason;

/**
 * How often something went wrong or was refused, and what that means.
 *
 * @param reason the stable code, as in log lines, metrics and answers
 * @param status what an HTTP client gets; 0 where there is no HTTP to answer in
 * @param count since the program began
 * @param meaning one line for people
 * @param advice where to look next
 */
public record ReasonCount(String reason, int status, long count, String meaning, String advice) {
  static ReasonCount of(Reason reason, long count) {
    return new ReasonCount(
        reason.code(),
        reason.status(),
        count,
        ReasonWords.meaning(reason),
        ReasonWords.advice(reason));
  }
}
