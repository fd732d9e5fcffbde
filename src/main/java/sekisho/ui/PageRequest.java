package sekisho.ui;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page is asked for. All texts are the client's and not to be trusted.
 *
 * @param path decoded, beginning with {@code /}, without a query
 * @param query the parameters in their order, decoded, each with its values in their order; bounded
 *     by the server in number and length
 * @param visitor who asks
 */
public record PageRequest(String path, Map<String, List<String>> query, Visitor visitor) {
  public PageRequest {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    query.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    query = Collections.unmodifiableMap(copy);
  }

  /** The first value of a parameter; empty where it is not there. */
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }
}
