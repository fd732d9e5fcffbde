/**
 * What the end-to-end tests are made of: the packaged program as a child process, real peers, and
 * peers that do exactly what a test says.
 *
 * <p>Nothing here knows the program's classes: it is seen from outside, through sockets, its output
 * and {@code /proc}. Every port is ephemeral. Whatever is started is a resource of the test that
 * started it.
 */
package sekisho.testing;
