package sekisho.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * HTTP requests. Totals count since the program began.
 *
 * @param at when this was read
 * @param requests those that are over
 * @param byStatus by what the client got, or would have (499: it had gone); only those that
 *     occurred
 * @param byClass by the first digit of that: {@code 1xx} to {@code 5xx}, all of them
 * @param inFlight requests that upstreams have in hand, WebSockets among them
 * @param webSockets those that are open
 * @param duration from the complete head to the last byte written; without WebSockets
 * @param errors by reason; only reasons that occurred
 * @param overRate refused by a rate limit, 429 as a rule
 * @param overConnections refused since too much was open at once, connections included
 * @param dryRuns what limits in a dry run would have refused, by reason
 * @param logLinesDropped lines of the access log that were given up since the disk was too slow
 */
public record HttpFacts(
    Instant at,
    long requests,
    Map<Integer, Long> byStatus,
    Map<String, Long> byClass,
    long inFlight,
    long webSockets,
    Quantiles duration,
    List<ReasonCount> errors,
    long overRate,
    long overConnections,
    List<ReasonCount> dryRuns,
    long logLinesDropped) {}
