/**
 * Where a connection begins: listener, PROXY header, preread, answers to challenges, and the one
 * switch that dispatches it.
 *
 * <p>Layer 6: hands the connection down to {@code relay} or {@code http} and keeps nothing of it.
 */
@NullMarked
package sekisho.accept;

import org.jspecify.annotations.NullMarked;
