package sekisho.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sekisho.status.RouteFacts;

/** The routes in the order of decision, in words. */
final class RoutesPage {
  private RoutesPage() {}

  /**
   * @param words what happens
   * @param elsewhere where it goes without an upstream of its own
   * @param asked what is asked of clients
   */
  record Sni(RouteFacts.SniRoute route, String words, String elsewhere, List<String> asked) {}

  /**
   * @param narrowed what else a request must have
   * @param asked what is asked of clients
   */
  record Http(RouteFacts.HttpRoute route, List<String> narrowed, List<String> asked) {}

  static Map<String, Object> facts(RouteFacts routes) {
    return Map.of(
        "sni", routes.sni().stream().map(RoutesPage::sni).toList(),
        "http", routes.http().stream().map(RoutesPage::http).toList());
  }

  private static Sni sni(RouteFacts.SniRoute route) {
    List<String> asked = new ArrayList<>();
    route.clientAuth().ifPresent(auth -> asked.add("client certificate: " + auth));
    asked.addAll(asked(route.guard()));
    return switch (route.kind()) {
      case "transparent" -> new Sni(route, "passed on as it is, TLS ends there", "", asked);
      case "terminate_tcp" -> new Sni(route, "TLS ends here, plain bytes go on", "", asked);
      case "terminate_http" ->
          new Sni(route, "TLS ends here, requests are routed", "the HTTP routes below", asked);
      case "reject" -> new Sni(route, "refused: " + route.refusal(), "nowhere", asked);
      default -> new Sni(route, route.kind(), "", asked);
    };
  }

  private static Http http(RouteFacts.HttpRoute route) {
    List<String> narrowed = new ArrayList<>();
    if (!route.hosts().isEmpty()) {
      narrowed.add("host " + String.join(", ", route.hosts()));
    }
    if (!route.methods().isEmpty()) {
      narrowed.add(String.join(", ", route.methods()));
    }
    if (route.webSocketOnly()) {
      narrowed.add("WebSocket alone");
    }
    return new Http(route, narrowed, asked(route.guard()));
  }

  private static List<String> asked(RouteFacts.Guard guard) {
    List<String> asked = new ArrayList<>(guard.limits());
    if (!guard.allow().isEmpty()) {
      asked.add("only from " + String.join(", ", guard.allow()));
    }
    if (!guard.deny().isEmpty()) {
      asked.add("not from " + String.join(", ", guard.deny()));
    }
    return asked;
  }
}
