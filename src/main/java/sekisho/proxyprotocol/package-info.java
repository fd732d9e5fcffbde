/**
 * The header of the PROXY protocol as trusted proxies send it, versions 1 and 2 (the HAProxy
 * project's proxy-protocol.txt): bytes to {@link sekisho.proxyprotocol.Received} or a reason why
 * not. The header that is written to upstreams is theirs ({@code upstream}).
 *
 * <p>{@code ProxyHeaderParser} is asked at each read and tells the versions apart; {@code Version1}
 * reads a line, {@code Version2} the binary form.
 *
 * <p>Pure logic on buffers it does not own and does not consume. Layer 1: depends on nothing of the
 * house.
 */
@NullMarked
package sekisho.proxyprotocol;

import org.jspecify.annotations.NullMarked;
