/**
 * What the proxy says of itself: one place that gathers what is counted and known into typed facts,
 * and the JSON-RPC methods that give them out.
 *
 * <p>Metrics, pages and JSON-RPC all ask here, so that their figures agree. Layer 8: depends on
 * {@code accept}, {@code acme}, {@code balance}, {@code certificate}, {@code control}, {@code
 * hello}, {@code journal}, {@code limit}, {@code live}, {@code metrics}, {@code model}, {@code
 * rpc}, {@code runtime}, {@code storage}, {@code tls} and {@code upstream}.
 */
@NullMarked
package sekisho.status;

import org.jspecify.annotations.NullMarked;
