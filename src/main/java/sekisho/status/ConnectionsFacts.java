package sekisho.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Client connections, all together. Totals count since the program began.
 *
 * @param at when this was read
 * @param active those that are open
 * @param max how many may be open at once
 * @param accepted all that ever were, the active ones included
 * @param byKind those that found their destination, by the label of {@code connections_total}; the
 *     kinds that have none are there too
 * @param rejected those that were refused or failed before they were served, by reason; only
 *     reasons that occurred
 * @param relayErrors relays that came to none or were ended, WebSockets among them, by reason
 * @param byGeneration the active ones, by the number of their generation
 * @param receivedBytes from clients
 * @param sentBytes to clients
 */
public record ConnectionsFacts(
    Instant at,
    long active,
    long max,
    long accepted,
    Map<String, Long> byKind,
    List<ReasonCount> rejected,
    List<ReasonCount> relayErrors,
    Map<Integer, Long> byGeneration,
    long receivedBytes,
    long sentBytes) {}
