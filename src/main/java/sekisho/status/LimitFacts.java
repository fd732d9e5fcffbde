package sekisho.status;

/**
 * One limit of the current configuration.
 *
 * @param kind {@code requests_per_second}, {@code requests_in_flight} or {@code connections}
 * @param line where it is configured
 * @param column likewise
 * @param path its key, as {@code proxy.http.rate_limit}
 * @param words what it does
 * @param dryRun whether it only tells
 * @param keys how many clients or header values it is counting at present
 */
public record LimitFacts(
    String kind, int line, int column, String path, String words, boolean dryRun, long keys) {}
