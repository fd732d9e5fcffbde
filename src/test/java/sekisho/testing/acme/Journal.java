package sekisho.testing.acme;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an authority has seen, in its order. Safe to use from any thread. */
public final class Journal {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  /**
   * A request as it came, before anything was thought of it; those that met a fault too.
   *
   * @param at by the authority's clock
   * @param resource what kind it was for
   * @param method of HTTP
   * @param path of the URL
   * @param userAgent what the client calls itself; empty when it does not
   * @param payload the signed text; empty for unsigned requests and for POST-as-GET
   */
  public record Request(
      Instant at,
      Resource resource,
      String method,
      String path,
      String userAgent,
      String payload) {}

  /**
   * A look at the proxy from one vantage point.
   *
   * @param identifier whose control was to be shown
   * @param challenge how
   * @param from the source address
   * @param problem empty when it was shown
   */
  public record Visit(
      Identifier identifier, String challenge, InetAddress from, Optional<Problem> problem) {}

  Journal() {}

  void add(Request request) {
    requests.add(request);
  }

  void add(Visit visit) {
    visits.add(visit);
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Request> requests(Resource resource) {
    return requests.stream().filter(request -> request.resource() == resource).toList();
  }

  public List<Visit> visits() {
    return List.copyOf(visits);
  }
}
