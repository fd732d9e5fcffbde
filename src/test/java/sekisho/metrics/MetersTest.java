package sekisho.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
