package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sekisho.balance.Failure;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.Share;
import sekisho.model.UpstreamUrl;
import sekisho.testing.RawServer;

/** https upstreams that read the hello and end their side: they are not waited for. */
class HandshakeEndTest {
  private static final Loop LOOP = Loop.start();

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void one_alone_is_a_failure_of_tls() {
    try (RawServer server = finishing()) {
      UpstreamGroup<UpstreamUrl> group = UpstreamGroup.of(url(true, server));

      RecordedExchange exchange = LOOP.send(get(group)).awaitEnd();

      assertThat(exchange.events()).containsExactly("failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_TLS);
    }
  }

  @Test
  void beside_others_the_next_one_is_asked() {
    try (RawServer server = finishing();
        RawServer other = HttpExchangeTest.answering(HttpExchangeTest.OK)) {
      UpstreamGroup<UpstreamUrl> group =
          UpstreamGroup.of(
              List.of(new Share<>(url(true, server), 1), new Share<>(url(false, other), 1)),
              Balance.ROUND_ROBIN);

      RecordedExchange exchange = LOOP.send(get(group)).awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "head", "ended");
      assertThat(LOOP.members(group).all().getFirst().lastFailure())
          .map(Failure::reason)
          .contains(Reason.UPSTREAM_TLS.code());
    }
  }

  /** Sends FIN behind the first bytes of a hello, and waits for ours. */
  private static RawServer finishing() {
    return RawServer.start(connection -> {
      connection.readExactly(1);
      connection.finish().readToEnd();
    });
  }

  private static UpstreamUrl url(boolean secure, RawServer server) {
    return new UpstreamUrl(
        secure,
        new TcpUpstream.HostPort("127.0.0.1", server.port()),
        "a.example",
        Optional.empty());
  }

  private static UpstreamRequest get(UpstreamGroup<UpstreamUrl> group) {
    return Loop.request("GET", group, Loop.LONG, false, false);
  }
}
