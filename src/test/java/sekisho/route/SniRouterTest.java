package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;

/** Trap 34: exact, then one label deep, then the default. */
class SniRouterTest {
  private final Destination reject = new Destination.Reject(RejectManner.DROP);
  private final SniRoute wildcard =
      new SniRoute(ServerNamePattern.parse("*.example.com"), reject, SniGuard.NONE, 10);
  private final SniRoute exact =
      new SniRoute(
          ServerNamePattern.parse("sora.example.com"),
          new Destination.TerminateToHttp(),
          SniGuard.NONE,
          11);
  private final SniRouter router =
      new SniRouter(new SniRouting(reject, SniGuard.NONE, List.of(wildcard, exact)));

  @Test
  void the_exact_route_goes_before_the_wildcard_whatever_their_order() {
    assertThat(route("sora.example.com")).isEqualTo(new SniMatch.Route(exact));
    assertThat(route("sora.example.com").destination()).isEqualTo(exact.destination());
  }

  @Test
  void the_wildcard_takes_other_names_one_label_deep() {
    assertThat(route("turn.example.com")).isEqualTo(new SniMatch.Route(wildcard));
  }

  @Test
  void names_that_no_route_takes_go_to_the_default() {
    assertThat(route("example.com")).isEqualTo(new SniMatch.Default(reject, SniGuard.NONE));
    assertThat(route("a.b.example.com")).isEqualTo(new SniMatch.Default(reject, SniGuard.NONE));
  }

  @Test
  void who_names_nobody_goes_to_the_default() {
    assertThat(router.route(Optional.empty()))
        .isEqualTo(new SniMatch.Default(reject, SniGuard.NONE));
  }

  private SniMatch route(String name) {
    return router.route(Optional.of(new ServerName(name)));
  }
}
