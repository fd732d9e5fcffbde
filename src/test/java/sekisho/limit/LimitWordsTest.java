package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.ConnectionLimit;
import sekisho.model.LimitKey;
import sekisho.model.RateLimit;

class LimitWordsTest {

  @ParameterizedTest
  @CsvSource({
    "100, 200, 'then one every 10 ms,'",
    "1, 1, 'then one every 1 s,'",
    "0.5, 5, 'then one every 2 s,'",
    "0.001, 5, 'then one every 1000 s,'",
    "2.5, 5, 'then one every 400 ms,'",
    "400, 5, 'then one every 2.5 ms,'",
    "3, 5, 'then 3 per second,'",
    "33.333, 5, 'then 33.333 per second,'",
    "100000, 5, 'then one every 10 µs,'",
    "999999, 5, 'then 999999 per second,'"
  })
  void a_rate_is_said_as_the_time_between_two_or_where_that_is_no_number_as_it_is(
      double perSecond, int burst, String then) {
    assertThat(LimitWords.of(Limits.rate(perSecond, burst)))
        .startsWith(burst + " at once, " + then);
  }

  @Test
  void keys_and_what_becomes_of_the_others_are_said() {
    assertThat(LimitWords.of(Limits.rate(100, 200)))
        .isEqualTo("200 at once, then one every 10 ms, per client address (IPv6 by /64); else 429");
    assertThat(
            LimitWords.of(
                new RateLimit(1, 2, new LimitKey.Header("X-Key"), 503, true, Limits.PLACE)))
        .isEqualTo(
            "2 at once, then one every 1 s, per value of X-Key (without one, per client address);"
                + " a dry run: nothing is refused");
    assertThat(
            LimitWords.ofRequests(
                new ConnectionLimit(1, new LimitKey.Global(), 503, false, Limits.PLACE)))
        .isEqualTo("1 request in flight in all; else 503");
    assertThat(LimitWords.ofConnections(Limits.connections(5), "reset"))
        .isEqualTo("5 connections per client address (IPv6 by /64); else reset");
  }
}
