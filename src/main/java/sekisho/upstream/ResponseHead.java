package sekisho.upstream;

import sekisho.message.Fields;

/**
 * The head of an upstream's final response.
 *
 * @param status 200 to 599, or 101 where an upgrade was asked for
 * @param reason the reason phrase, possibly empty
 * @param fields as received, framing and hop-by-hop fields included; the receiver's from here on
 */
public record ResponseHead(int status, String reason, Fields fields) {}
