package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.ClientAuth;
import sekisho.model.Destination;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.route.SniRouter;

/** What holds with strict_sni_host and without. */
class ClientAuthCrossingTest {
  private static final SniRouter ROUTER =
      new SniRouter(
          new SniRouting(
              new Destination.TerminateToHttp(),
              SniGuard.NONE,
              List.of(
                  route("open.example", Optional.empty()),
                  route("a.example", auth("a", ClientAuth.Mode.REQUIRE)),
                  route("also-a.example", auth("a", ClientAuth.Mode.REQUIRE)),
                  route("*.a.example", auth("a", ClientAuth.Mode.REQUEST)),
                  route("b.example", auth("b", ClientAuth.Mode.REQUIRE)))));

  private static Optional<ClientAuth> auth(String ca, ClientAuth.Mode mode) {
    return Optional.of(new ClientAuth(Path.of(ca), mode));
  }

  private static SniRoute route(String name, Optional<ClientAuth> auth) {
    return new SniRoute(
        ServerNamePattern.parse(name), new Destination.TerminateToHttp(auth), SniGuard.NONE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, '', true",
    "x.a.example, '', true",
    "open.example, '', false",
    "unknown.example, '', false",
    "192.0.2.1, '', false",
    "'', '', false",
    "a.example, a REQUIRE, false",
    "also-a.example, a REQUIRE, false",
    "x.a.example, a REQUIRE, true",
    "a.example, a REQUEST, true",
    "b.example, a REQUIRE, true",
    "open.example, a REQUIRE, false"
  })
  void a_host_that_asks_for_a_certificate_is_reached_by_those_who_were_asked_for_it(
      String host, String asked, boolean refused) {
    Optional<ClientAuth> before =
        asked.isEmpty()
            ? Optional.empty()
            : auth(asked.substring(0, 1), ClientAuth.Mode.valueOf(asked.substring(2)));

    assertThat(Misdirection.crossesClientAuth(host, new ClientIdentity(before, null), ROUTER))
        .isEqualTo(refused);
  }
}
