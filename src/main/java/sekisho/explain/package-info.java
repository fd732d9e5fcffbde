/**
 * What would become of a connection and of a request on it, and which lines of the configuration
 * decide that.
 *
 * <p>It decides nothing by itself: it asks the classes that serve, in the order in which they are
 * asked when bytes come, and puts what they say into words. Nothing is opened, bound or looked up
 * on the network. Layer 6: depends on {@code certificate}, {@code config}, {@code hello}, {@code
 * http}, {@code limit}, {@code message}, {@code metrics}, {@code model}, {@code route}, {@code
 * runtime}, {@code tls} and {@code upstream}; {@code accept}, where the same order is a matter of
 * events, is beside it.
 */
@NullMarked
package sekisho.explain;

import org.jspecify.annotations.NullMarked;
