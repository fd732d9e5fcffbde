/**
 * The validated configuration, and nothing else: records for values, sealed interfaces for
 * alternatives.
 *
 * <p>A record that exists is valid: its compact constructor refuses what the rest of the program
 * could not serve. Texts of the configuration file are parsed once, by {@code config}; from here on
 * there are only {@link sekisho.model.ServerName}s, {@link java.time.Duration}s and {@link
 * sekisho.model.TcpUpstream}s. Everything is immutable and safe to share between threads.
 *
 * <p>Layer 0: depends on nothing of the house, and of others on the JDK alone.
 */
@NullMarked
package sekisho.model;

import org.jspecify.annotations.NullMarked;
