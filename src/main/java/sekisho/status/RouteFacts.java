package sekisho.status;

import java.util.List;
import java.util.Optional;

/**
 * The routes of the current configuration.
 *
 * @param file the configuration's name, as it was given
 * @param sni in the file's order; what is taken by none of them comes last
 * @param http in the file's order
 */
public record RouteFacts(String file, List<SniRoute> sni, List<HttpRoute> http) {
  public RouteFacts {
    sni = List.copyOf(sni);
    http = List.copyOf(http);
  }

  /**
   * Where connections go by server name.
   *
   * @param line of the configuration; empty: the default
   * @param match a name, {@code *.name}, or {@code everything else}
   * @param kind transparent, terminate_tcp, terminate_http or reject
   * @param upstreams where they go; empty: by the HTTP routes, or nowhere
   * @param clientAuth {@code require} or {@code request}, and the file of the authorities; empty:
   *     no certificate is asked for
   * @param guard what is asked of clients before that
   * @param refusal how one that is refused ends: drop, reset or alert
   */
  public record SniRoute(
      Optional<Integer> line,
      String match,
      String kind,
      List<String> upstreams,
      Optional<String> clientAuth,
      Guard guard,
      String refusal) {
    public SniRoute {
      upstreams = List.copyOf(upstreams);
    }
  }

  /**
   * Where requests go.
   *
   * @param line of the configuration
   * @param match as {@code prefix /api}, {@code exact /health}, {@code regex ^/v[0-9]+}
   * @param hosts empty: every one
   * @param methods empty: every one
   * @param webSocketOnly whether it takes nothing else
   * @param upstreams URLs
   * @param guard what is asked of clients before that
   */
  public record HttpRoute(
      int line,
      String match,
      List<String> hosts,
      List<String> methods,
      boolean webSocketOnly,
      List<String> upstreams,
      Guard guard) {
    public HttpRoute {
      hosts = List.copyOf(hosts);
      methods = List.copyOf(methods);
      upstreams = List.copyOf(upstreams);
    }
  }

  /**
   * What a route asks of a client.
   *
   * @param limits in words
   * @param allow address blocks; empty: everybody
   * @param deny address blocks
   */
  public record Guard(List<String> limits, List<String> allow, List<String> deny) {
    public Guard {
      limits = List.copyOf(limits);
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }
}
