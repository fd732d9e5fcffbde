/**
 * The TLS ClientHello, read and not answered: bytes to a {@link sekisho.hello.ClientHello} or a
 * reason why not.
 *
 * <p>Pure logic on buffers it does not own and does not consume. Layer 1: depends on {@code model}
 * only.
 */
@NullMarked
package sekisho.hello;

import org.jspecify.annotations.NullMarked;
