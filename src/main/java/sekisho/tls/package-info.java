/**
 * TLS contexts and termination: which certificate a hello gets, and the handler that ends the
 * encryption.
 *
 * <p>Between the accepted channel and whoever speaks the plain bytes. Layer 2: depends on {@code
 * certificate}, {@code hello}, {@code live}, {@code metrics}, {@code model} and {@code route}.
 */
@NullMarked
package sekisho.tls;

import org.jspecify.annotations.NullMarked;
