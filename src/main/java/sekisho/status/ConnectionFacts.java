package sekisho.status;

import java.time.Instant;
import java.util.Optional;
import sekisho.live.TlsFacts;

/**
 * One client connection that is open.
 *
 * @param id no other of this process has had it
 * @param client address without port, IPv6 without brackets
 * @param clientPort at the client
 * @param destination the address that the client connected to
 * @param destinationPort the port that the client connected to
 * @param since when it was accepted
 * @param ageSecs since then
 * @param kind the label of {@code connections_total}; empty: it has not found its destination yet
 * @param serverName the SNI; empty: none, or not known yet
 * @param routeLine the configuration line of the SNI route; empty: none decided
 * @param tls empty: TLS does not end here, or not yet
 * @param upstream where its bytes go, or went with the last request
 * @param requests whose heads were complete
 * @param receivedBytes from the client
 * @param sentBytes to the client
 * @param generation the number of the configuration that it belongs to
 */
public record ConnectionFacts(
    long id,
    String client,
    int clientPort,
    String destination,
    int destinationPort,
    Instant since,
    double ageSecs,
    Optional<String> kind,
    Optional<String> serverName,
    Optional<Integer> routeLine,
    Optional<TlsFacts> tls,
    Optional<String> upstream,
    long requests,
    long receivedBytes,
    long sentBytes,
    int generation) {}
