package sekisho.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.explain.Explanation.Verdict;
import sekisho.metrics.Reason;

/** What is said of a connection before there is a request. */
class ConnectionExplanationTest {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:443"],
          "proxy_protocol": { "enabled": true, "version": 1 },
          "tls": {
            "mode": "self_signed",
            "routing": {
              "default": { "mode": "transparent", "upstream": "192.0.2.1:3478" },
              "sni": [
                { "server_name": "exact.example.com", "mode": "reject",
                  "reject_with": "reset" },
                { "server_name": "*.example.com", "mode": "tls_terminate",
                  "upstream": ["10.0.0.1:1935", "10.0.0.2:1935"], "weights": [2, 1],
                  "balance": "least_connections", "proxy_protocol": 2, "alpn": ["stun.turn"],
                  "connection_limit": { "max": 5 }, "reject_with": "alert",
                  "allow": ["10.0.0.0/8", "127.0.0.1"],
                  "deny": ["10.9.0.0/16"] },
              ],
            },
          },
        },
      }
      """;

  private final Explainer explainer = Asked.explainer(CONFIG);

  @Test
  void an_exact_name_goes_before_a_wildcard_and_its_line_is_told() {
    Asked asked = ask(Asked.ofName("exact.example.com"));

    assertThat(asked.facts("SNI route")).containsExactly("exact: exact.example.com @10");
    assertThat(asked.facts("mode")).containsExactly("reject @10");
    assertThat(asked.facts("ends with")).containsExactly("reset: RST without a byte @11");
    assertThat(asked.explanation().verdict())
        .isEqualTo(new Verdict.Refused(Reason.SNI_REJECTED, "reset: RST without a byte"));
  }

  @Test
  void a_relay_is_told_with_its_upstreams_its_header_and_its_bounds() {
    Asked asked = ask(Asked.ofName("a.example.com"));

    assertThat(asked.facts("SNI route")).containsExactly("wildcard: *.example.com @12");
    assertThat(asked.facts("upstream"))
        .containsExactly(
            "whoever has the least in hand: 10.0.0.1:1935 (weight 2), 10.0.0.2:1935 (weight 1)"
                + " @13");
    assertThat(asked.facts("PROXY header")).containsExactly("version 2 @14");
    assertThat(asked.facts("connection limit"))
        .containsExactly("5 connections per client address (IPv6 by /64); else alert @15");
    assertThat(asked.facts("relay_idle_timeout_secs")).containsExactly("never @0");
    assertThat(asked.explanation().verdict())
        .isEqualTo(new Verdict.Relayed(List.of("10.0.0.1:1935", "10.0.0.2:1935")));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, served: allow has 10.0.0.0/8 @16, true",
    "10.9.2.3, refused: deny has 10.9.0.0/16 @17, false",
    "203.0.113.1, refused: no block of allow has the client @16, false",
    "::ffff:10.1.2.3, served: allow has 10.0.0.0/8 @16, true",
  })
  void whom_a_route_serves_is_told_with_the_block_that_says_so(
      String client, String fact, boolean served) {
    Asked asked = ask(Asked.from(client, Asked.ofName("a.example.com")));

    assertThat(asked.facts("addresses")).containsExactly(fact);
    assertThat(asked.explanation().verdict() instanceof Verdict.Relayed).isEqualTo(served);
    assertThat(asked.facts("ends with")).hasSize(served ? 0 : 1);
  }

  @Test
  void who_offers_no_protocol_that_is_spoken_gets_the_alert() {
    Question question = Asked.ofName("a.example.com");

    Asked other = ask(Asked.offering(List.of("h2"), question));
    Asked same = ask(Asked.offering(List.of("h2", "stun.turn"), question));

    assertThat(other.facts("ALPN")).containsExactly("offers h2, not stun.turn @14");
    assertThat(other.explanation().verdict())
        .isEqualTo(
            new Verdict.Refused(
                Reason.TLS_ALPN, "the TLS alert no_application_protocol (120), then closed"));
    assertThat(same.facts("ALPN")).containsExactly("offers h2, stun.turn; stun.turn @14");
    assertThat(same.explanation().verdict()).isInstanceOf(Verdict.Relayed.class);
  }

  @Test
  void names_without_a_route_and_clients_without_a_name_meet_the_default() {
    Asked other = ask(Asked.ofName("other.example"));
    Asked unnamed = ask(Asked.unnamed("127.0.0.1"));

    assertThat(other.facts("SNI route")).containsExactly("default: no route has the name @8");
    assertThat(unnamed.facts("SNI route")).containsExactly("default: no name was asked for @8");
    assertThat(unnamed.facts("PROXY header")).containsExactly("version 1 @4");
    assertThat(unnamed.explanation().verdict())
        .isEqualTo(new Verdict.Relayed(List.of("192.0.2.1:3478")));
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT.Example.com., exact.example.com (written EXACT.Example.com.)",
    "例え.jp, xn--r8jz45g.jp (written 例え.jp)",
    "a.example.com, a.example.com"
  })
  void names_are_told_as_they_are_compared(String written, String fact) {
    assertThat(ask(Asked.ofName(written)).facts("server name")).containsExactly(fact + " @-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "::1", "", "a..b", "faß.de", "a b"})
  void what_no_hello_may_ask_for_is_the_askers_mistake(String written) {
    Asked asked = ask(Asked.ofName(written));

    assertThat(asked.explanation().verdict())
        .isEqualTo(new Verdict.Refused(Reason.HELLO_MALFORMED, "drop: closed without a byte"));
    assertThat(asked.explanation().isQuestionWrong()).isTrue();
    assertThat(asked.facts("SNI route")).isEmpty();
  }

  @Test
  void a_refusal_that_the_configuration_means_is_no_mistake_of_the_asker() {
    assertThat(ask(Asked.ofName("exact.example.com")).explanation().isQuestionWrong()).isFalse();
  }

  private Asked ask(Question question) {
    return new Asked(explainer.explain(question));
  }
}
