/**
 * Certificates and keys as files and as objects: PEM in, a checked chain with its key out.
 *
 * <p>A file goes through {@code PemFile} (read and cut into blocks), {@code PemCertificates} or
 * {@code PemPrivateKey} (blocks to objects) and {@code KeyCheck} (do they belong together). What
 * comes out are the JDK's own objects; no security provider is registered.
 *
 * <p>Blocking: never called on an event loop. Layer 1: depends on {@code fault} and {@code model};
 * the one place besides {@code acme} that knows Bouncy Castle. Of Netty it knows BoringSSL, which
 * it asks whether a key is a certificate's.
 */
@NullMarked
package sekisho.certificate;

import org.jspecify.annotations.NullMarked;
