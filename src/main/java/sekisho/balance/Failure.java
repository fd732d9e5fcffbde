package sekisho.balance;

import java.time.Instant;

/**
 * What went wrong with an upstream, remembered for whoever looks.
 *
 * @param at when
 * @param reason a stable code
 * @param text one line for people
 */
public record Failure(Instant at, String reason, String text) {}
