package sekisho.config;

import static sekisho.config.Mistake.http;
import static sekisho.config.Mistake.route;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP routes, upstream URLs and header fields that make no sense. */
class HttpRouteMistakesTest {
  private static Mistake url(String name, String url, String says) {
    String route = "{\"path_prefix\": \"/a\", \"upstream\": ▶\"" + url + "\"}";
    return route(
        name,
        route,
        "0].upstream",
        "\"" + url.replace("u:p@", "***@") + "\" " + says + "; allowed: …");
  }

  private static Mistake path(String name, String key, String path, String says) {
    String route = "{\"" + key + "\": ▶\"" + path + "\", \"upstream\": \"http://a\"}";
    return route(name, route, "0]." + key, says);
  }

  private static Mistake forward(String field, String says) {
    return route(
        "forwarding " + field,
        "{\"path\": \"/\", \"upstream\": \"http://a\", \"forward_headers\": [▶\"" + field + "\"]}",
        "0].forward_headers[0]",
        "\"" + field + "\" " + says + "; allowed: …");
  }

  static List<Mistake> httpRoutes() {
    return List.of(
        url("no scheme", "a:80", "does not begin with http://, https:// or unix:"),
        url("another scheme", "ftp://a", "does not begin with http://, https:// or unix:"),
        url(
            "a user in a URL, who is not shown",
            "http://u:p@a",
            "holds a user name, which upstream URLs cannot have"),
        url("a query in a URL", "http://a/?q", "holds a query, which upstream URLs cannot have"),
        url(
            "a fragment in a URL",
            "http://a#f",
            "holds a fragment, which upstream URLs cannot have"),
        url("no host in a URL", "http:///a", "has no host"),
        url("port 0 in a URL", "http://a:0", "has port 0, which nobody listens on"),
        url("no port after its colon", "http://a:", "has no number as its port"),
        url(
            "a path that is not normalised",
            "http://a/b/../c",
            "has a path that is not normalised…"),
        url("a bad host in a URL", "http://a b/", "is no DNS name"),
        route(
            "upstreams with several paths",
            "{\"path\": \"/\", \"upstream\": [\"http://a/x\", ▶\"http://b/y\"]}",
            "0].upstream[1]",
            "\"http://b/y\" has another path than the first of the list; allowed: the same for all"),
        route(
            "a weight for each upstream but one",
            "{\"path\": \"/\", \"upstream\": [\"http://a\", \"http://b\"], ▶\"weights\": [1]}",
            "0].weights",
            "has 1 weights for 2 upstreams; one for each is needed"),
        route(
            "a health check that asks for nothing",
            "{\"path\": \"/\", \"upstream\": \"http://a\", \"health_check\": ▶{}}",
            "0].health_check.path",
            "is missing, and required"),
        route("no upstream", "▶{\"path\": \"/\"}", "0].upstream", "is missing, and required"),
        route(
            "no path",
            "▶{\"upstream\": \"http://a\"}",
            "0].path",
            "is missing; a route needs one…"),
        route(
            "two paths",
            "{\"path\": \"/\", ▶\"path_regex\": \"^/\", \"upstream\": \"http://a\"}",
            "0].path_regex",
            "is not allowed beside path; a route has exactly one of path, path_prefix and…"),
        route(
            "a path behind a regex",
            "{\"path_regex\": \"^/\", \"upstream\": ▶\"http://a/\"}",
            "0].upstream",
            "\"http://a/\" has a path, but path_regex leaves nothing to replace by it; …"),
        path("a path without its slash", "path", "a", "\"a\" does not begin with /; allowed: …"),
        path("dot segments", "path", "/a/../b", "…is not normalised…no request would match it;…"),
        path("a dot segment at the end", "path", "/a/.", "…no request would match it; allowed: …"),
        path("two slashes", "path_prefix", "/a//", "…no request would match it; allowed: …"),
        path("a needless escape", "path_prefix", "/%61", "…no request would match it; allowed: …"),
        path("a lower-case escape", "path", "/a%2fb", "…no request would match it; allowed: …"),
        path("half an escape", "path", "/a%2", "…without two hexadecimal digits; allowed: …"),
        path("a query in a path", "path", "/a?b", "…holds a ? or #, which no path has; …"),
        path("a letter that is escaped in paths", "path", "/ü", "…only as a percent-escape; …"),
        path(
            "a broken regex",
            "path_regex",
            "[a",
            "…is no usable RE2 expression: missing closing ];…"),
        path("look-ahead", "path_regex", "(?=a)", "…is no usable RE2 expression: …; allowed: …"),
        path(
            "too long a regex", "path_regex", "(".repeat(5000), "…is longer than 1024 characters…"),
        route(
            "a method with a space",
            "{\"path\": \"/\", \"upstream\": \"http://a\", \"methods\": [▶\"GET POST\"]}",
            "0].methods[0]",
            "\"GET POST\" holds a character that is no part of a name, or none at all; allowed: …"),
        route(
            "an address as a host",
            "{\"path\": \"/\", \"upstream\": \"http://a\", \"host\": [▶\"[::1]\"]}",
            "0].host[0]",
            "\"[::1]\" is an IP address, which is no name; allowed: …"),
        forward("Content-Length", "frames the message"),
        forward("transfer-encoding", "is a hop-by-hop field, which ends at the proxy"),
        forward("Proxy-Authorization", "is a hop-by-hop field, which ends at the proxy"),
        forward("Upgrade", "is a hop-by-hop field, which ends at the proxy"),
        forward("HOST", "is a field that the proxy writes itself"),
        forward("Via", "is a field that the proxy writes itself"),
        forward("Forwarded", "is a field that the proxy writes itself"),
        forward("X-Real-IP", "is a field that the proxy writes itself"),
        forward("Client-Cert", "is a field that the proxy writes itself"),
        forward("x_ssl_client_s_dn", "is a field that the proxy writes itself"),
        forward("X_Forwarded_For", "is a field that the proxy writes itself"),
        forward("a b", "holds a character that is no part of a name, or none at all"),
        route(
            "a field to set that is none",
            "{\"path\": \"/\", \"upstream\": \"http://a\", \"set_request_headers\":"
                + " {▶\"a:\": \"b\"}}",
            "0].set_request_headers[\"a:\"]",
            "\"a:\" holds a character that is no part of a name, or none at all; allowed: …"),
        route(
            "a value with a line break",
            "{\"path\": \"/\", \"upstream\": \"http://a\", \"set_request_headers\":"
                + " {\"a\": ▶\"b\\r\\nc: d\"}}",
            "0].set_request_headers.a",
            "\"b\\u000d\\u000ac: d\" holds a control character; allowed: …"),
        http(
            "a limit without its numbers",
            "\"connection_limit\": ▶{}",
            "connection_limit.max",
            "is missing, and required"),
        http(
            "a limit by an unknown key",
            "\"connection_limit\": {\"max\": 1, \"key\": ▶\"ip\"}",
            "connection_limit.key",
            "\"ip\" is no key; allowed: client_ip, global or header:NAME"));
  }

  @ParameterizedTest
  @MethodSource("httpRoutes")
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
