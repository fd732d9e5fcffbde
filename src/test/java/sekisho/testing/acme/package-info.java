/**
 * Authorities that give certificates to the tests: Pebble as a child process, and one of our own in
 * this process for what Pebble lacks and for what an authority should never do.
 *
 * <p>{@link sekisho.testing.acme.AcmeAuthority} is written from RFC 8555, RFC 8737, RFC 8738, RFC
 * 9773 and the profiles draft, with nothing of the program nor of its ACME library, so that a
 * mistake of theirs is not one of the test's too. It asks the proxy for real, over sockets. The
 * bytes of a request pass {@code FrontDoor}, the JDK's HTTPS server, {@code Reception} (faults,
 * journal), {@code Notary} (signature, nonce) and end in a desk: accounts, orders, challenges,
 * certificates.
 */
package sekisho.testing.acme;
