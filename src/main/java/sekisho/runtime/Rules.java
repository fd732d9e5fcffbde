package sekisho.runtime;

import sekisho.limit.LimiterSet;
import sekisho.model.Configuration;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;

/**
 * What decides about connections and requests: of a generation that serves, or of a configuration
 * that is only asked what it would do. It says nothing of how clients and upstreams are reached.
 */
public interface Rules {
  Configuration configuration();

  SniRouter sniRouter();

  HttpRouter httpRouter();

  LimiterSet limiters();
}
