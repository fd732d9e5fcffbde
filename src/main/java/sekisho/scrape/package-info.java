/**
 * The metrics endpoint: what is counted and known, named and written as OpenMetrics or Prometheus
 * text, on a listener of its own with the health checks.
 *
 * <p>Nothing here runs on the path of a byte. Layer 9: depends on {@code acme}, {@code control},
 * {@code live}, {@code metrics}, {@code model}, {@code runtime}, {@code status} and {@code system}.
 */
@NullMarked
package sekisho.scrape;

import org.jspecify.annotations.NullMarked;
