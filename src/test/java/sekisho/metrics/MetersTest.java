package sekisho.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.TlsVersion;

class MetersTest {
  private final Meters meters = new Meters();

  @ParameterizedTest
  @EnumSource
  void an_error_is_counted_under_its_reason_alone(Reason reason) {
    meters.error(reason);

    for (Reason other : Reason.values()) {
      assertThat(meters.errors(other)).as("%s", other).isEqualTo(other == reason ? 1 : 0);
    }
  }

  @Test
  void a_connection_is_active_from_accept_to_close() {
    meters.connectionAccepted();
    meters.connectionAccepted();
    assertThat(meters.activeConnections()).isEqualTo(2);

    meters.connectionClosed();
    meters.connectionClosed();

    assertThat(meters.activeConnections()).isZero();
  }

  @Test
  void a_request_is_counted_by_its_status_and_if_it_failed_by_its_reason_too() {
    meters.request(200, null);
    meters.request(502, Reason.UPSTREAM_RESET);

    assertThat(meters.requests(200)).isOne();
    assertThat(meters.requests(502)).isOne();
    assertThat(meters.errors(Reason.UPSTREAM_RESET)).isOne();
    assertThat(IntStream.range(0, 600).mapToLong(meters::requests).sum()).isEqualTo(2);
  }

  @Test
  void what_limits_refuse_is_counted_and_apart_from_it_what_a_dry_run_would_have() {
    meters.request(429, Reason.RATE_LIMITED);
    meters.request(503, Reason.CONNECTION_LIMITED);
    meters.error(Reason.SNI_CONNECTION_LIMITED);
    meters.dryRun(Reason.RATE_LIMITED);

    assertThat(meters.requestsOverRate()).isOne();
    assertThat(meters.connectionsOverLimit()).isEqualTo(2);
    assertThat(meters.dryRuns(Reason.RATE_LIMITED)).isOne();
    assertThat(meters.dryRuns(Reason.CONNECTION_LIMITED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 99, 600, 999, Integer.MAX_VALUE})
  void a_status_that_is_none_makes_no_series_of_its_own(int status) {
    meters.request(status, null);

    assertThat(meters.requests(0)).isOne();
  }

  @Test
  void a_handshake_is_counted_under_its_kind_alone_and_its_time_is_kept() {
    HandshakeKind resumed = new HandshakeKind(TlsVersion.TLS_1_3, KeyExchange.X25519MLKEM768, true);

    meters.handshake(resumed, 3_000_000);

    for (HandshakeKind kind : HandshakeKind.all()) {
      assertThat(meters.handshakes(kind)).as("%s", kind).isEqualTo(kind.equals(resumed) ? 1 : 0);
    }
    assertThat(meters.handshakes()).isOne();
    assertThat(meters.handshakeSeconds().quantile(1)).isEqualTo(0.005);
    assertThat(meters.requestSeconds().count()).isZero();
  }

  @Test
  void an_upstream_that_does_not_answer_in_time_counts_whether_it_was_connected_or_not() {
    meters.request(504, Reason.UPSTREAM_TIMEOUT);
    meters.request(504, Reason.UPSTREAM_CONNECT_TIMEOUT);
    meters.request(502, Reason.UPSTREAM_RESET);

    assertThat(meters.upstreamTimeouts()).isEqualTo(2);
  }

  @Test
  void a_tunnel_is_active_until_it_is_closed() {
    meters.tunnelOpened();
    meters.tunnelOpened();

    meters.tunnelClosed();

    assertThat(meters.activeTunnels()).isOne();
  }

  @Test
  void nothing_is_lost_when_every_thread_counts() {
    IntStream.range(0, 100_000)
        .parallel()
        .forEach(_ -> {
          meters.dispatched(RouteType.HTTP);
          meters.logLineDropped();
        });

    assertThat(meters.connections(RouteType.HTTP)).isEqualTo(100_000);
    assertThat(meters.droppedLogLines()).isEqualTo(100_000);
  }

  @Test
  void the_codes_of_reasons_are_distinct_and_good_as_labels() {
    List<String> codes = Arrays.stream(Reason.values()).map(Reason::code).toList();

    assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  void the_status_of_a_reason_is_an_error_or_there_is_no_http_to_say_it_in() {
    for (Reason reason : Reason.values()) {
      assertThat(reason.status() == 0 || (reason.status() >= 400 && reason.status() <= 599))
          .as("%s has status %d", reason, reason.status())
          .isTrue();
    }
  }
}
