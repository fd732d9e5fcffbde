/**
 * Two-way copy between two channels: back-pressure, half-close, idle timeout.
 *
 * <p>Both channels belong to one event loop and, from the start of the relay, to the relay. Layer
 * 4: depends on {@code channel}, {@code deadline}, {@code live} and {@code metrics}.
 */
@NullMarked
package sekisho.relay;

import org.jspecify.annotations.NullMarked;
