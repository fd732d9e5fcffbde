package sekisho.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * TLS with clients, where it ends here. Totals count since the program began.
 *
 * @param at when this was read
 * @param done handshakes that came to their end
 * @param resumed those of them that went on with a session
 * @param failures those that did not, by reason; only reasons that occurred
 * @param byVersion those done, by protocol version: {@code 1.2}, {@code 1.3}
 * @param byGroup those done, by the group of the key exchange
 * @param duration of those done, from the complete hello
 */
public record HandshakeFacts(
    Instant at,
    long done,
    long resumed,
    List<ReasonCount> failures,
    Map<String, Long> byVersion,
    Map<String, Long> byGroup,
    Quantiles duration) {}
