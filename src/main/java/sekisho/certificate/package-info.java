/**
 * Certificates and keys as files and as objects: PEM in, a checked chain with its key out.
 *
 * <p>Blocking: never called on an event loop. Layer 1: depends on {@code model} only; the one place
 * besides {@code acme} that knows Bouncy Castle.
 */
@NullMarked
package sekisho.certificate;

import org.jspecify.annotations.NullMarked;
