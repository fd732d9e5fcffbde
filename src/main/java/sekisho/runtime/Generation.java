package sekisho.runtime;

import java.time.Instant;
import sekisho.limit.LimiterSet;
import sekisho.model.Configuration;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.tls.ServerTls;
import sekisho.upstream.Upstreams;

/**
 * One loaded configuration, compiled: everything that decides about connections and requests,
 * belonging together.
 *
 * @param number 1 for the one that the program began with, and one more for each that followed
 * @param loadedAt when it was made
 * @param configuration what it was compiled from
 * @param sniRouter where connections go
 * @param tls how TLS is ended
 * @param httpRouter where requests go
 * @param limiters what clients may have, and have taken of it
 * @param upstreams how upstreams are reached
 */
public record Generation(
    int number,
    Instant loadedAt,
    Configuration configuration,
    SniRouter sniRouter,
    ServerTls tls,
    HttpRouter httpRouter,
    LimiterSet limiters,
    Upstreams upstreams)
    implements Rules {}
