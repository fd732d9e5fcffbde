package sekisho.config;

import static sekisho.config.Mistake.http;
import static sekisho.config.Mistake.proxy;
import static sekisho.config.Mistake.route;
import static sekisho.config.Mistake.sni;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits that cannot be kept. */
class LimitMistakesTest {
  private static final String ROUTE = "{\"path\": \"/\", \"upstream\": \"http://a\",\n";
  private static final String SNI =
      "{\"server_name\": \"a.example\", \"mode\": \"transparent\", \"upstream\": \"a:1\",\n";

  static List<Mistake> limits() {
    return List.of(
        http(
            "a rate without a burst",
            "\"rate_limit\": ▶{\"requests_per_second\": 1}",
            "rate_limit.burst",
            "is missing, and required"),
        route(
            "a route's rate without its own",
            ROUTE + "\"rate_limit\": ▶{\"burst\": 1}}",
            "0].rate_limit.requests_per_second",
            "is missing, and required"),
        http(
            "a rate of nothing",
            "\"rate_limit\": {\"burst\": 1, \"requests_per_second\": ▶0}",
            "rate_limit.requests_per_second",
            "0 is too small; allowed: at least 0.001"),
        http(
            "a rate beyond measure",
            "\"rate_limit\": {\"burst\": 1, \"requests_per_second\": ▶1000001}",
            "rate_limit.requests_per_second",
            "1000001 is too large; allowed: at most 1000000"),
        http(
            "a burst of nothing",
            "\"rate_limit\": {\"requests_per_second\": 1, \"burst\": ▶0}",
            "rate_limit.burst",
            "0 is too small; allowed: at least 1"),
        http(
            "half a burst",
            "\"rate_limit\": {\"requests_per_second\": 1, \"burst\": ▶1.5}",
            "rate_limit.burst",
            "is a number (1.5); allowed: a whole number"),
        http(
            "a refusal that is none",
            "\"rate_limit\": {\"requests_per_second\": 1, \"burst\": 1, \"status\": ▶200}",
            "rate_limit.status",
            "200 is too small; allowed: at least 400"),
        http(
            "a header without a name",
            "\"rate_limit\": {\"requests_per_second\": 1, \"burst\": 1, \"key\": ▶\"header:\"}",
            "rate_limit.key",
            "\"header:\" holds a character that is no part of a name, or none at all; allowed:"
                + " client_ip, global or header:NAME"),
        http(
            "off by another word",
            "\"rate_limit\": ▶false",
            "rate_limit",
            "is false; allowed: a block { } or null"),
        route(
            "no place at all",
            ROUTE + "\"connection_limit\": {\"max\": ▶0}}",
            "0].connection_limit.max",
            "0 is too small; allowed: at least 1"),
        sni(
            "a header before there are any",
            SNI + "\"connection_limit\": {\"max\": 1, \"key\": ▶\"header:X\"}}",
            "0].connection_limit.key",
            "\"header:X\" is none of the values; …\"client_ip\", \"global\""),
        sni(
            "a status without HTTP",
            SNI + "\"connection_limit\": {\"max\": 1, ▶\"status\": 503}}",
            "0].connection_limit.status",
            "unknown key; …"),
        sni(
            "a limit of what nobody gets",
            "{\"server_name\": \"a.example\", \"mode\": \"reject\", ▶\"allow\": [\"10.0.0.1\"]}",
            "0].allow",
            "is not allowed with mode \"reject\""),
        route(
            "a name for an address",
            ROUTE + "\"allow\": [▶\"localhost\"]}",
            "0].allow[0]",
            "\"localhost\" has no IP address; allowed: …"),
        route(
            "a block with too long a prefix",
            ROUTE + "\"deny\": [\"10.0.0.1\", ▶\"10.0.0.0/33\"]}",
            "0].deny[1]",
            "\"10.0.0.0/33\" has no prefix length from 0 to 32; allowed: …"),
        proxy(
            "less than no connection",
            "\"max_connections\": ▶-1",
            "proxy.max_connections",
            "-1 is too small; allowed: at least 0"));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
