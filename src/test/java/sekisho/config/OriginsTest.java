package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sekisho.model.Place;

/** Where the values of a configuration stand. */
class OriginsTest {
  private static final Origins ORIGINS =
      ConfigurationFile.load(
              "f.jsonc",
              """
              { "proxy": { "listen": ["127.0.0.1:1"],
                "tls": { "mode": "self_signed",
                  "routing": { "default": { "mode": "tls_terminate", "handler": "http" } } },
                "http": {
                  "upstream_timeout_secs": 9,
                  "upstream_tls": { "sni": false },
                  "rate_limit": { "requests_per_second": 5, "burst": 5, "status": 503 },
                  "routes": [
                    { "path": "/a", "upstream": "http://a",
                      "upstream_timeout_secs": 8, "rate_limit": { "requests_per_second": 1, "burst": 1 },
                      "set_request_headers": { "X-A": "${NAME}" } },
                    { "path": "/b", "upstream": "http://b" } ] } } }
              """,
              Path.of("/"),
              Map.of("NAME", "value"))
          .origins();

  @Test
  void a_key_that_a_block_writes_stands_there() {
    assertThat(place("proxy.http.routes[0]", "upstream_timeout_secs"))
        .hasValue(new Place(10, 9, "proxy.http.routes[0].upstream_timeout_secs"));
  }

  @Test
  void a_silent_block_has_what_stands_in_the_one_around_it() {
    assertThat(place("proxy.http.routes[1]", "upstream_timeout_secs"))
        .hasValue(new Place(5, 5, "proxy.http.upstream_timeout_secs"));
    assertThat(place("proxy.http.routes[1].upstream_tls", "sni"))
        .hasValue(new Place(6, 23, "proxy.http.upstream_tls.sni"));
  }

  /** The limit of a route stands in the place of that for all, as a whole. */
  @Test
  void a_key_that_a_whole_block_leaves_out_has_its_default() {
    assertThat(place("proxy.http.routes[0].rate_limit", "requests_per_second")).isPresent();
    assertThat(place("proxy.http.routes[0].rate_limit", "status")).isEmpty();
    assertThat(place("proxy.http.rate_limit", "status")).isPresent();
  }

  @Test
  void the_file_as_a_whole_stands_nowhere() {
    assertThat(ORIGINS.of("")).isEmpty();
    assertThat(ORIGINS.of("proxy").orElseThrow().place().line()).isEqualTo(1);
    assertThat(ORIGINS.of("proxy.http.upstream_timeout_secs").orElseThrow().place().line())
        .isEqualTo(5);
  }

  @Test
  void a_key_that_nobody_writes_has_its_default() {
    assertThat(place("proxy.http.routes[1]", "upstream_connect_timeout_secs")).isEmpty();
  }

  @Test
  void blocks_of_lists_stand_where_they_begin() {
    assertThat(ORIGINS.of("proxy.http.routes[1]").orElseThrow().place().line()).isEqualTo(12);
    assertThat(ORIGINS.of("proxy.http.routes[2]")).isEmpty();
  }

  @Test
  void what_a_value_was_made_from_is_known_and_not_the_value() {
    Origins.Origin origin =
        ORIGINS.of("proxy.http.routes[0].set_request_headers", "X-A").orElseThrow();

    assertThat(origin.substitutions()).containsExactly("${NAME}");
    assertThat(origin.toString()).doesNotContain("value");
  }

  private static Optional<Place> place(String block, String key) {
    return ORIGINS.of(block, key).map(Origins.Origin::place);
  }
}
