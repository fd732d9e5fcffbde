/**
 * Which route takes it: names to destinations, normalised paths to HTTP routes, targets to upstream
 * targets.
 *
 * <p>A connection's name goes to {@code SniRouter}. A request's path goes through {@code
 * RequestPath} (normalise), {@code HttpRouter} (match) and {@code UpstreamTarget} (rewrite), in
 * this order. {@code NameTable} is the one place that knows how names meet patterns.
 *
 * <p>Pure logic on immutable tables, safe to share between event loops. Layer 1: depends on {@code
 * model} only.
 */
@NullMarked
package sekisho.route;

import org.jspecify.annotations.NullMarked;
