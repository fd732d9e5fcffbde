package sekisho.upstream;

import java.time.Duration;

/**
 * How many idle connections one event loop keeps.
 *
 * @param maxIdle per upstream
 * @param idleTimeout how long
 */
record LoopPool(int maxIdle, Duration idleTimeout) {}
