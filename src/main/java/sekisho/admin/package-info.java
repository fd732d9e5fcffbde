/**
 * The admin server: who may come in, and what is served to whom: the pages of {@code ui}, JSON-RPC,
 * the stream of live figures, or a site elsewhere.
 *
 * <p>Layer 10.
 */
@NullMarked
package sekisho.admin;

import org.jspecify.annotations.NullMarked;
