package sekisho.ui;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.status.ConnectionList;
import sekisho.status.ConnectionQuery;
import sekisho.status.ConnectionsFacts;

/** Who is connected, the newest first; of many, some. */
final class ConnectionsPage {
  private static final int SHOWN = 100;

  private ConnectionsPage() {}

  /**
   * @param active whether it holds something back
   */
  record Filter(String name, String client, String kind, boolean active) {
    static Filter of(PageRequest request) {
      String name = text(request, "name");
      String client = text(request, "client");
      String kind = text(request, "kind");
      return new Filter(
          name, client, kind, !(name.isEmpty() && client.isEmpty() && kind.isEmpty()));
    }

    private static String text(PageRequest request, String name) {
      return request.parameter(name).map(String::strip).orElse("");
    }

    ConnectionQuery query() {
      return new ConnectionQuery(given(kind), given(name), given(client), SHOWN);
    }

    private static Optional<String> given(String text) {
      return Optional.of(text).filter(written -> !written.isEmpty());
    }
  }

  /**
   * @param list what the filter's query gave
   */
  static Map<String, Object> facts(
      Filter filter, ConnectionsFacts connections, ConnectionList list) {
    List<String> kinds = connections.byKind().keySet().stream().sorted().toList();
    return Map.of("filter", filter, "connections", connections, "list", list, "kinds", kinds);
  }
}
