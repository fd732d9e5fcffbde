package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.AccessList;
import sekisho.model.AddressBlock;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.route.SniRouter;

class MisdirectionTest {
  private static final SniRouter ROUTER =
      new SniRouter(
          new SniRouting(
              new Destination.TerminateToHttp(),
              SniGuard.NONE,
              List.of(
                  route("a.example", new Destination.TerminateToHttp()),
                  route("*.closed.example", new Destination.Reject(RejectManner.DROP)),
                  new SniRoute(
                      ServerNamePattern.parse("guarded.example"),
                      new Destination.TerminateToHttp(),
                      new SniGuard(
                          new AccessList(
                              List.of(new AddressBlock(InetAddress.ofLiteral("10.0.0.1"), 32)),
                              List.of()),
                          Optional.empty(),
                          RejectManner.DROP),
                      1))));

  private static SniRoute route(String name, Destination destination) {
    return new SniRoute(ServerNamePattern.parse(name), destination, SniGuard.NONE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example, false",
    "b.example, b.example, false",
    "x.wild.example, x.wild.example, false",
    "b.example, a.example, true",
    "y.wild.example, x.wild.example, true",
    "sub.a.example, a.example, true",
    "192.0.2.1, a.example, true",
    "[2001:db8::1], a.example, true",
    "'', a.example, false"
  })
  void the_host_is_the_connections_server_name(String host, String sni, boolean misdirected) {
    assertThat(Misdirection.isMisdirected(host, Optional.of(new ServerName(sni)), ROUTER))
        .isEqualTo(misdirected);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, false",
    "[2001:db8::1], false",
    "'', false",
    "localhost, false",
    "other.example, false",
    "a.example, false",
    "x.closed.example, true",
    "guarded.example, true"
  })
  void without_a_server_name_the_host_is_an_address_or_one_that_the_default_serves_too(
      String host, boolean misdirected) {
    assertThat(Misdirection.isMisdirected(host, Optional.empty(), ROUTER)).isEqualTo(misdirected);
  }
}
