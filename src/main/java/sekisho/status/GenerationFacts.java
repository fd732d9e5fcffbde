package sekisho.status;

import java.time.Instant;

/**
 * One loaded configuration that connections belong to.
 *
 * @param number from 1
 * @param current whether new connections belong to it
 * @param loadedAt when it came into force
 * @param file the configuration's name, as it was given
 * @param connections open ones that belong to it
 */
public record GenerationFacts(
    int number, boolean current, Instant loadedAt, String file, long connections) {}
