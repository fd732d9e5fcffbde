/**
 * The metrics endpoint: what is counted and known, named and written as OpenMetrics or Prometheus
 * text, on a listener of its own with the health checks.
 *
 * <p>Layer 9. Nothing here runs on the path of a byte.
 */
@NullMarked
package sekisho.scrape;

import org.jspecify.annotations.NullMarked;
