/**
 * The admin server: who may come in, and what is served to whom: the pages of {@code ui}, JSON-RPC,
 * the stream of live figures, or a site elsewhere.
 *
 * <p>Layer 10: depends on {@code certificate}, {@code control}, {@code fault}, {@code model},
 * {@code rpc} and {@code ui}.
 */
@NullMarked
package sekisho.admin;

import org.jspecify.annotations.NullMarked;
