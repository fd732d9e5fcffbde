package sekisho.config;

import static sekisho.config.Mistake.file;
import static sekisho.config.Mistake.proxy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that no certificate can be got by. */
class AcmeMistakesTest {
  private static final String ROUTING =
      "\"routing\": {\"sni\": ["
          + "{\"server_name\": \"a.example.com\", "
          + "\"mode\": \"tls_terminate\", \"handler\": \"http\"}]}";

  /** With {@code inside} as the block, and one name that is routed. */
  private static Mistake block(String name, String inside, String path, String says) {
    return proxy(
        name,
        "\"tls\": {\"mode\": \"acme\", " + ROUTING + ", \"acme\": " + inside + "}",
        "proxy.tls.acme" + path,
        says);
  }

  private static Mistake agreed(String name, String inside, String path, String says) {
    return block(name, "{\"terms_of_service_agreed\": true, " + inside + "}", "." + path, says);
  }

  private static Mistake identifier(String name, String text, String says) {
    return agreed(name, "\"identifiers\": [▶\"" + text + "\"]", "identifiers[0]", says);
  }

  private static Mistake directory(String name, String text, String says) {
    return agreed(name, "\"directory\": ▶\"" + text + "\"", "directory", says);
  }

  private static Mistake contact(String name, String text, String says) {
    return agreed(name, "\"contact\": [▶\"" + text + "\"]", "contact[0]", says);
  }

  private static Mistake routed(String name, String route, String path, String says) {
    return proxy(
        name,
        "\"tls\": {\"mode\": \"acme\", \"acme\": {\"terms_of_service_agreed\": true},\n"
            + "\"routing\": {\"sni\": [\n"
            + route
            + "]}}",
        path,
        says);
  }

  static List<Mistake> terms() {
    return List.of(
        proxy(
            "no block at all",
            "\"tls\": ▶{\"mode\": \"acme\", " + ROUTING + "}",
            "proxy.tls.acme.terms_of_service_agreed",
            "must be true: read the authority's terms of service, and if you agree write"
                + " \"terms_of_service_agreed\": true"),
        block("nothing of the terms", "▶{}", ".terms_of_service_agreed", "must be true: …"),
        block(
            "terms that are not agreed to",
            "{▶\"terms_of_service_agreed\": false}",
            ".terms_of_service_agreed",
            "must be true: …"),
        block(
            "terms that are agreed to in another type",
            "{\"terms_of_service_agreed\": ▶\"yes\"}",
            ".terms_of_service_agreed",
            "is a text in quotes; allowed: true or false"));
  }

  static List<Mistake> whom() {
    return List.of(
        directory(
            "an authority that has no name here",
            "buypass",
            "\"buypass\" is no authority's name and does not begin with https://; allowed:"
                + " letsencrypt, letsencrypt-staging, zerossl, or the https:// URL of a directory"),
        directory(
            "a directory without TLS",
            "http://127.0.0.1:14000/dir",
            "…begins with http://, and ACME is spoken over TLS alone (RFC 8555 §6.1); allowed: …"),
        directory("a directory without a host", "https:///dir", "…has no host and port …"),
        directory("a directory with port 0", "https://ca.example:0/", "…has no host and port …"),
        directory("a directory with a port too high", "https://a:65536/", "…has no host and …"),
        directory("a directory with a user", "https://me@ca.example/", "…holds a user name, …"),
        directory("a directory with a fragment", "https://ca.example/#a", "…holds a fragment, …"),
        directory("a directory with a space", "https://ca.example/a b", "…is no URL; allowed: …"),
        contact("a contact without a scheme", "a@example.com", "…does not begin with mailto:; …"),
        contact("a contact by telephone", "tel:+1", "…does not begin with mailto:; allowed: …"),
        contact("two contacts in one", "mailto:a@b.example,c@b.example", "…more than one …"),
        contact("a contact with a subject", "mailto:a@b.example?subject=x", "…more than one …"),
        contact("a contact at no host", "mailto:a@", "…holds no address of the form name@host; …"),
        contact("a contact of nobody", "mailto:@a", "…holds no address of the form …"),
        contact("a contact with a space", "mailto:a b@c.example", "…is no URL; allowed: …"));
  }

  static List<Mistake> what() {
    return List.of(
        identifier(
            "a wildcard",
            "*.example.com",
            "\"*.example.com\" is a wildcard, which needs the challenge dns-01, and that is not"
                + " there; allowed: a DNS name without *, or an IP address"),
        identifier("half an address", "1.2.3", "\"1.2.3\" is no DNS name; allowed: …"),
        identifier("an address in brackets", "[2001:db8::1]", "…stands in brackets; an address …"),
        identifier("an address with a zone", "fe80::1%eth0", "…is no DNS name; allowed: …"),
        identifier("a URL", "https://a.example.com", "…is no DNS name; allowed: …"),
        identifier("a name with a port", "a.example.com:443", "…is no DNS name; allowed: …"),
        identifier("nothing", "", "\"\" has no name; allowed: …"),
        agreed(
            "a name twice",
            "\"identifiers\": [\"A.example.com.\", \"b.example.com\", ▶\"a.example.com\"]",
            "identifiers[2]",
            "\"a.example.com\" is proxy.tls.acme.identifiers[0] already; allowed: once"),
        agreed(
            "an address twice",
            "\"identifiers\": [\"2001:db8::7\", ▶\"2001:DB8:0::7\"]",
            "identifiers[1]",
            "…is proxy.tls.acme.identifiers[0] already; allowed: once"),
        proxy(
            "nothing to get a certificate for",
            "\"tls\": {\"mode\": \"acme\", \"acme\": ▶{\"terms_of_service_agreed\": true},"
                + " \"routing\": {\"default\": {\"mode\": \"tls_terminate\","
                + " \"handler\": \"http\"},"
                + " \"sni\": [{\"server_name\": \"*.example.com\", \"mode\": \"tls_terminate\","
                + " \"handler\": \"http\"}, {\"server_name\": \"a.example.com\","
                + " \"mode\": \"transparent\", \"upstream\": \"a:1\"}]}}",
            "proxy.tls.acme.identifiers",
            "is empty, and no route with mode \"tls_terminate\" has a server_name without *;"
                + " allowed: at least one DNS name or IP address"),
        agreed(
            "an address, and a name that is nothing",
            "\"identifiers\": [▶\"*.example.com\", \"203.0.113.7\"]",
            "identifiers[0]",
            "\"*.example.com\" is a wildcard, …"),
        routed(
            "the only route has a wrong name, which is told once",
            "{\"server_name\": ▶\"a..example\", \"mode\": \"tls_terminate\", \"upstream\": \"a:1\"}",
            "proxy.tls.routing.sni[0].server_name",
            "\"a..example\" is no DNS name; …"));
  }

  static List<Mistake> publicAuthorities() {
    return List.of(
        identifier(
            "a private address",
            "10.0.0.1",
            "\"10.0.0.1\" is private (RFC 1918), and no public authority certifies it; allowed:"
                + " what the whole Internet knows, or the directory of an authority of your own"),
        identifier("an address behind NAT", "100.64.1.1", "…shared behind the NAT of a provider …"),
        identifier("a loopback address", "127.0.0.1", "\"127.0.0.1\" is loopback …"),
        identifier("a link-local address", "169.254.1.1", "\"169.254.1.1\" is link-local …"),
        identifier("a multicast address", "224.0.0.1", "\"224.0.0.1\" is multicast …"),
        identifier("a private IPv6 address", "fd00::1", "\"fd00::1\" is private (RFC 4193), …"),
        identifier("a link-local IPv6 address", "fe80::1", "\"fe80::1\" is link-local …"),
        identifier("the IPv6 loopback", "::1", "\"::1\" is loopback …"),
        identifier("an IPv6 address of nobody", "4000::1", "…is no global unicast address …"),
        identifier("a name of one label", "intranet", "\"intranet\" has one label, and …"),
        identifier("a name of the local network", "nas.local", "…nobody can own (RFC 6762 §3), …"),
        identifier("a name at home", "nas.home.arpa", "…nobody can own (RFC 8375), …"),
        identifier("this machine", "localhost", "…nobody can own (RFC 6761 §6.3), …"),
        identifier("a hidden service", "abc.onion", "…nobody can own (RFC 7686), …"),
        identifier("a name with an underscore", "_a.sekisho.dev", "…is no host name: …"),
        identifier("a name with an outer hyphen", "a-.sekisho.dev", "…is no host name: …"),
        agreed(
            "the URL of an authority that has a name",
            "\"directory\": \"https://acme.zerossl.com/v2/DV90\", \"eab\": {\"kid\": \"k\","
                + " \"hmac_key\": \"aGFsbG8\"}, \"identifiers\": [▶\"10.0.0.1\"]",
            "identifiers[0]",
            "\"10.0.0.1\" is private (RFC 1918), …"),
        routed(
            "a routed name that is not public",
            "{\"server_name\": ▶\"nas.local\", \"mode\": \"tls_terminate\", \"handler\": \"http\"}",
            "proxy.tls.routing.sni[0].server_name",
            "\"nas.local\" is a name that nobody can own (RFC 6762 §3), and no public authority"
                + " certifies it; allowed: proxy.tls.acme.identifiers without it, …"));
  }

  static List<Mistake> how() {
    return List.of(
        agreed(
            "HTTP-01 alone, and nobody listens",
            "\"challenges\": [▶\"http-01\"]",
            "challenges[0]",
            "\"http-01\" needs proxy.http_listen; allowed: that with an address of port 80, or"
                + " \"tls-alpn-01\""),
        agreed(
            "a challenge twice",
            "\"challenges\": [\"tls-alpn-01\", ▶\"tls-alpn-01\"]",
            "challenges[1]",
            "\"tls-alpn-01\" is listed already; allowed: once"),
        agreed(
            "a challenge that is not there",
            "\"challenges\": [▶\"dns-01\"]",
            "challenges[0]",
            "\"dns-01\" is none of the values; …allowed: \"tls-alpn-01\", \"http-01\""),
        agreed("no challenge", "\"challenges\": ▶[]", "challenges", "is empty; …"),
        agreed("an empty profile", "\"profile\": ▶\"\"", "profile", "is empty; …"),
        agreed("no folder", "\"storage\": ▶\"\"", "storage", "\"\" is empty; allowed: …"),
        agreed("half an account", "\"eab\": ▶{\"kid\": \"k\"}", "eab.hmac_key", "is missing, …"),
        agreed(
            "a key in another encoding, which is not shown",
            "\"eab\": {\"kid\": \"k\", \"hmac_key\": ▶\"a+b/\"}",
            "eab.hmac_key",
            "is no base64url; allowed: letters, digits, - and _, as the authority gave it to you"),
        agreed(
            "a key of a length that nothing has",
            "\"eab\": {\"kid\": \"k\", \"hmac_key\": ▶\"a\"}",
            "eab.hmac_key",
            "is no base64url; …"),
        proxy(
            "half a pair beside it",
            "\"tls\": {\"mode\": \"acme\", \"acme\": {\"terms_of_service_agreed\": true}, "
                + ROUTING
                + ", ▶\"certificate\": \"a.pem\"}",
            "proxy.tls.private_key",
            "is missing; certificate needs it beside it"),
        file(
            "plain HTTP where TLS is",
            "{\"proxy\": {\"listen\": [\"127.0.0.1:80\"],\n\"http_listen\": [▶\"0.0.0.0:80\"]}}",
            "proxy.http_listen[0]",
            "\"0.0.0.0:80\" is taken by proxy.listen[0] on line 1; allowed: another address or port"));
  }

  @ParameterizedTest
  @MethodSource({"terms", "whom", "what", "publicAuthorities", "how"})
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
