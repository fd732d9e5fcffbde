/**
 * JSON-RPC 2.0: texts in, texts out, and the methods between them.
 *
 * <p>A transport hands {@code JsonRpc} the bytes of a request and who sent it; {@code JsonText}
 * makes a tree of them, {@code Message} tells a call from a notification, {@code Methods} knows
 * what there is to call, and {@code Arguments} are what a method gets. A method is described by
 * {@code Parameter}s and a {@code ResultType}, from which the values are read and written as well
 * as {@code rpc.discover}'s document: nothing is found by reflection.
 *
 * <p>Pure logic without a transport, a thread or a log of its own. Layer 1: depends on nothing of
 * the house.
 */
@NullMarked
package sekisho.rpc;

import org.jspecify.annotations.NullMarked;
