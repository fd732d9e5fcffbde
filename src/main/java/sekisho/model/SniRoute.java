package sekisho.model;

/**
 * One entry of {@code proxy.tls.routing.sni}.
 *
 * @param pattern the names it takes
 * @param destination what happens to their connections
 * @param guard what is asked of a client before that
 * @param line the configuration line that decided it, from 1
 */
public record SniRoute(
    ServerNamePattern pattern, Destination destination, SniGuard guard, int line) {}
