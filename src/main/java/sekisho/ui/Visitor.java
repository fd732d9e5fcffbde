package sekisho.ui;

/**
 * Somebody who may see everything.
 *
 * @param name the user's; for who came in with a token, words that say so
 * @param session whether it is a session of a browser, which {@code POST /logout} ends; else a
 *     program with a bearer token
 */
public record Visitor(String name, boolean session) {}
