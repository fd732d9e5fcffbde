/**
 * The demo origin: a small web site for the quick start to stand in front of. <strong>Not part of
 * the proxy.</strong>
 *
 * <p>An ordinary HTTP server on a loopback port of its own, reached through a socket like every
 * other upstream. It imports nothing of Sekisho and only the root package, which starts it, imports
 * it. Its pages are in {@code src/main/resources/demo}.
 */
@NullMarked
package sekisho.demo;

import org.jspecify.annotations.NullMarked;
