package sekisho.config;

import static sekisho.config.Mistake.proxy;
import static sekisho.config.Mistake.sni;
import static sekisho.config.Mistake.tls;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS routes and certificates that make no sense. */
class TlsMistakesTest {
  private static Mistake to(String name, String upstream, String path, String says) {
    return sni(
        name,
        "{\"server_name\": \"a\", \"mode\": \"transparent\", \"upstream\": " + upstream + "}",
        "0].upstream" + path,
        says);
  }

  private static Mistake named(String name, String serverName, String says) {
    return sni(
        name,
        "{\"server_name\": ▶" + serverName + ", \"mode\": \"reject\"}",
        "0].server_name",
        says);
  }

  static List<Mistake> tlsRoutes() {
    String manyBytes = "é".repeat(60);
    return List.of(
        to("a URL for a TCP upstream", "▶\"http://a:1\"", "", "…is a URL; allowed: host:port, …"),
        to(
            "an upstream without a port",
            "▶\"a.example\"",
            "",
            "…has no port; allowed: host:port, …"),
        to("an upstream with port 0", "▶\"a:0\"", "", "…has port 0, which nobody listens on; …"),
        to("an upstream with no host", "▶\":80\"", "", "…has no name; allowed: host:port, …"),
        to("an upstream with half an address", "▶\"1.2.3:80\"", "", "…is no DNS name; …"),
        to(
            "a socket without a path",
            "▶\"unix:\"",
            "",
            "\"unix:\" is empty; allowed: host:port, …"),
        to("too long a socket", "▶\"unix:/" + manyBytes + "\"", "", "…more than 107 bytes…"),
        to("an empty list", "▶[]", "", "is empty; allowed: at least one"),
        to("the second of a list", "[\"a:1\", ▶\"b\"]", "[1]", "\"b\" has no port; allowed: …"),
        named("an address as a name", "\"192.0.2.1\"", "…is an IP address, which is no name; …"),
        named("an IPv6 address as a name", "\"[::1]\"", "…is an IP address, which is no name; …"),
        named(
            "a wildcard inside", "\"a.*.example\"", "…has a * that is not its whole first label…"),
        named("a wildcard of everything", "\"*\"", "…has a * that is not its whole first label…"),
        named("an empty label", "\"a..example\"", "…is no DNS name; allowed: …"),
        named("a space in a name", "\"a b\"", "…is no DNS name; allowed: …"),
        named("too long a label", "\"" + "a".repeat(64) + "\"", "…is no DNS name; allowed: …"),
        named("a letter that IDNA versions dispute", "\"straße.example\"", "…write the xn-- form…"),
        sni(
            "a name twice",
            "{\"server_name\": \"A.example.\", \"mode\": \"reject\"},\n"
                + "{\"server_name\": ▶\"a.EXAMPLE\", \"mode\": \"reject\"}",
            "1].server_name",
            "\"a.EXAMPLE\" is routed on line 4 already; allowed: once"),
        sni("no mode", "▶{\"server_name\": \"a\"}", "0].mode", "is missing, and required"),
        sni(
            "transparent without upstream",
            "▶{\"server_name\": \"a\", \"mode\": \"transparent\"}",
            "0].upstream",
            "is missing; mode \"transparent\" needs it"),
        sni(
            "transparent with a handler",
            "{\"server_name\": \"a\", \"mode\": \"transparent\", \"upstream\": \"b:1\","
                + " ▶\"handler\": \"http\"}",
            "0].handler",
            "is not allowed with mode \"transparent\""),
        sni(
            "terminated to nowhere",
            "▶{\"server_name\": \"a\", \"mode\": \"tls_terminate\"}",
            "0].upstream",
            "is missing; mode \"tls_terminate\" needs it, or handler \"http\""),
        sni(
            "terminated to two places",
            "{\"server_name\": \"a\", \"mode\": \"tls_terminate\", \"handler\": \"http\","
                + " ▶\"upstream\": \"b:1\"}",
            "0].upstream",
            "is not allowed with handler \"http\""),
        sni(
            "ALPN with HTTP",
            "{\"server_name\": \"a\", \"mode\": \"tls_terminate\", \"handler\": \"http\","
                + " ▶\"alpn\": [\"h2\"]}",
            "0].alpn",
            "is not allowed with handler \"http\""),
        sni(
            "rejected with an upstream",
            "{\"server_name\": \"a\", \"mode\": \"reject\", ▶\"upstream\": \"b:1\"}",
            "0].upstream",
            "is not allowed with mode \"reject\""),
        sni(
            "reject_with where nothing is refused",
            "{\"server_name\": \"a\", \"mode\": \"transparent\", \"upstream\": \"b:1\","
                + " ▶\"reject_with\": \"reset\"}",
            "0].reject_with",
            "nothing is refused here; allowed: with mode \"reject\", connection_limit, …"),
        sni(
            "a PROXY version that does not exist",
            "{\"server_name\": \"a\", \"mode\": \"transparent\", \"upstream\": \"b:1\","
                + " \"proxy_protocol\": ▶3}",
            "0].proxy_protocol",
            "3 is none of the values; allowed: 0, 1, 2"),
        tls(
            "a default without an upstream",
            "\"routing\": {\"default\": ▶{\"mode\": \"transparent\"}}",
            "proxy.tls.routing.default.upstream",
            "is missing; mode \"transparent\" needs it"));
  }

  static List<Mistake> certificates() {
    String terminate =
        "\"routing\": {\"default\": {\"mode\": \"tls_terminate\", \"upstream\": \"a:1\"}}";
    return List.of(
        proxy(
            "no certificate",
            "\"tls\": ▶{" + terminate + "}",
            "proxy.tls.certificate",
            "is missing, and the TLS route on line 2 needs one; allowed: …mode \"self_signed\""),
        proxy(
            "a certificate without its key",
            "\"tls\": {▶\"certificate\": \"a.pem\"}",
            "proxy.tls.private_key",
            "is missing; certificate needs it beside it"),
        proxy(
            "a key without its certificate",
            "\"tls\": {▶\"private_key\": \"a.pem\"}",
            "proxy.tls.certificate",
            "is missing; private_key needs it beside it"),
        proxy(
            "half a pair",
            "\"tls\": {\"certificates\": [▶{\"certificate\": \"a.pem\"}]}",
            "proxy.tls.certificates[0].private_key",
            "is missing, and required"));
  }

  @ParameterizedTest
  @MethodSource({"tlsRoutes", "certificates"})
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
