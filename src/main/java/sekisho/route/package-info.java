/**
 * Which route takes it: names to destinations, normalised paths to HTTP routes, targets to upstream
 * targets.
 *
 * <p>Pure logic on immutable tables, safe to share between event loops. Layer 1: depends on {@code
 * model} only.
 */
@NullMarked
package sekisho.route;

import org.jspecify.annotations.NullMarked;
