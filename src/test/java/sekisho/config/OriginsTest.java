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
                  "routes": [
                    { "path": "/a", "upstream": "http://a",
                      "upstream_timeout_secs": 8,
                      "set_request_headers": { "X-A": "${NAME}" } },
                    { "path": "/b", "upstream": "http://b" } ] } } }
              """,
              Path.of("/"),
              Map.of("NAME", "value"))
          .origins();

  @Test
  void a_key_that_a_block_writes_stands_there() {
    assertThat(place("proxy.http.routes[0]", "upstream_timeout_secs"))
        .hasValue(new Place(9, 9, "proxy.http.routes[0].upstream_timeout_secs"));
  }

  @Test
  void a_silent_block_has_what_stands_in_the_one_around_it() {
    assertThat(place("proxy.http.routes[1]", "upstream_timeout_secs"))
        .hasValue(new Place(5, 5, "proxy.http.upstream_timeout_secs"));
    assertThat(place("proxy.http.routes[1].upstream_tls", "sni"))
        .hasValue(new Place(6, 23, "proxy.http.upstream_tls.sni"));
  }

  @Test
  void a_key_that_nobody_writes_has_its_default() {
    assertThat(place("proxy.http.routes[1]", "upstream_connect_timeout_secs")).isEmpty();
  }

  @Test
  void blocks_of_lists_stand_where_they_begin() {
    assertThat(ORIGINS.of("proxy.http.routes[1]").orElseThrow().place().line()).isEqualTo(11);
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
