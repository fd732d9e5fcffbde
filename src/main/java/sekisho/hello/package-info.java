/**
 * The TLS ClientHello, read and not answered: bytes to a {@link sekisho.hello.ClientHello} or a
 * reason why not; and the alerts that refuse one without a handshake.
 *
 * <p>The bytes go through the files in this order: {@code ClientHelloParser} is asked at each read,
 * {@code HandshakeRecords} finds the message in its TLS records, {@code ClientHelloBody} reads its
 * fields, {@code ServerNameExtension} its name.
 *
 * <p>Pure logic on buffers it does not own and does not consume. Layer 1: depends on {@code model}
 * only.
 */
@NullMarked
package sekisho.hello;

import org.jspecify.annotations.NullMarked;
