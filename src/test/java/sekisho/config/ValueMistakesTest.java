package sekisho.config;

import static sekisho.config.Mistake.file;
import static sekisho.config.Mistake.http;
import static sekisho.config.Mistake.proxy;
import static sekisho.config.Mistake.route;
import static sekisho.config.Mistake.sni;
import static sekisho.config.Mistake.tls;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and values that the schema does not have. */
class ValueMistakesTest {
  static List<Mistake> keysAndTypes() {
    return List.of(
        file("a list for the file", "▶[]", "", "is a list [ ]; allowed: a block { }"),
        file("no proxy", "▶{}", "proxy", "is missing, and required"),
        file("no listen", "{\"proxy\": ▶{}}", "proxy.listen", "is missing, and required"),
        file(
            "an unknown key far from any",
            "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]}, ▶\"quux\": 1}",
            "quux",
            "unknown key; allowed: $schema, proxy, metrics, ui, log, shutdown_timeout_secs"),
        file(
            "a strange unknown key",
            "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]}, ▶\"a.b\\u0007\": 1}",
            "[\"a.b\\u0007\"]",
            "unknown key; allowed: …"),
        proxy(
            "a misspelt key",
            "▶\"relay_idle_timout_secs\": 1",
            "proxy.relay_idle_timout_secs",
            "unknown key; did you mean \"relay_idle_timeout_secs\"?"),
        sni(
            "a misspelt key that is required is not missing too",
            "{▶\"servername\": \"a.example\", \"mode\": \"reject\"}",
            "0].servername",
            "unknown key; did you mean \"server_name\"?"),
        sni(
            "a misspelt upstream is not missing too",
            "{\"server_name\": \"a.example\", \"mode\": \"transparent\", ▶\"Upstream\": \"a:1\"}",
            "0].Upstream",
            "unknown key; did you mean \"upstream\"?"),
        http(
            "a key set twice",
            "\"server_header\": true,\n▶\"server_header\": true",
            "server_header",
            "is set twice; the first is on line 3"),
        http(
            "null", "\"server_header\": ▶null", "server_header", "is null; allowed: true or false"),
        http(
            "a text for a number",
            "\"upstream_timeout_secs\": ▶\"60\"",
            "upstream_timeout_secs",
            "is a text in quotes; allowed: a number"),
        http(
            "a fraction for a whole number",
            "\"keepalive_requests\": ▶1.5",
            "keepalive_requests",
            "is a number (1.5); allowed: a whole number"),
        http("a list for a block", "\"pool\": ▶[]", "pool", "is a list [ ]; allowed: a block { }"),
        route("a text for a route", "▶\"x\"", "0]", "is a text in quotes; allowed: a block { }"),
        route(
            "a number for an upstream",
            "{\"path\": \"/\", \"upstream\": ▶80}",
            "0].upstream",
            "is a whole number (80); allowed: a text in quotes or a list [ ]"));
  }

  static List<Mistake> valuesAndLimits() {
    return List.of(
        proxy(
            "a value that is none of the allowed",
            "\"tls\": {\"mode\": ▶\"manuel\"}",
            "proxy.tls.mode",
            "\"manuel\" is none of the values; did you mean \"manual\"? allowed: \"manual\","
                + " \"acme\", \"self_signed\""),
        proxy(
            "a number that is none of the allowed",
            "\"proxy_protocol\": {\"version\": ▶3}",
            "proxy.proxy_protocol.version",
            "3 is none of the values; allowed: 1, 2"),
        tls(
            "too small",
            "\"handshake_timeout_secs\": ▶0",
            "proxy.tls.handshake_timeout_secs",
            "0 is too small; allowed: at least 0.001"),
        http(
            "too large",
            "\"max_header_bytes\": ▶99999999",
            "max_header_bytes",
            "99999999 is too large; allowed: at most 1048576"),
        http(
            "larger than any whole number",
            "\"keepalive_requests\": ▶99999999999999999999999",
            "keepalive_requests",
            "…too large; allowed: at most 2147483647"),
        file(
            "nothing to listen on", "{\"proxy\": {\"listen\": ▶[]}}", "proxy.listen", "is empty;…"),
        tls("an empty cipher", "\"ciphers\": [▶\"\"]", "proxy.tls.ciphers[0]", "is empty;…"),
        tls(
            "versions in the wrong order",
            "▶\"min_protocol_version\": \"1.3\", \"max_protocol_version\": \"1.2\"",
            "proxy.tls.min_protocol_version",
            "…newer than max_protocol_version; allowed: the same or older"),
        http(
            "a log without a path",
            "\"access_log\": {\"path\": ▶\"\"}",
            "access_log.path",
            "\"\" is empty; allowed: a file's path"),
        http(
            "a path with a NUL",
            "\"access_log\": {\"path\": ▶\"a\\u0000\"}",
            "access_log.path",
            "\"a\\u0000\" holds a character that paths cannot have; allowed: a file's path"),
        file(
            "a metrics prefix",
            "{\"metrics\": {\"prefix\": ▶\"9_\"}, \"proxy\": {\"listen\": [\"127.0.0.1:0\"]}}",
            "metrics.prefix",
            "\"9_\" does not match; allowed: ^[A-Za-z_]…"));
  }

  @ParameterizedTest
  @MethodSource({"keysAndTypes", "valuesAndLimits"})
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
