package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.Requests.head;

import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.http.RequestTarget.Refused;
import sekisho.http.RequestTarget.Resource;
import sekisho.metrics.Reason;

/** Traps 7 and 8. */
class RequestTargetTest {
  private static final RequestTarget BAD_HOST = new Refused(Reason.BAD_REQUEST_HOST);
  private static final RequestTarget BAD_LINE = new Refused(Reason.BAD_REQUEST_LINE);

  @Test
  void an_origin_form_is_a_path_and_a_query_byte_for_byte() {
    Resource target = resource("GET /a%2F?b=?c HTTP/1.1", "Host: A.Example.:8443");

    assertThat(target).isEqualTo(new Resource("A.Example.:8443", "a.example", "/a%2F?b=?c"));
    assertThat(target.path()).isEqualTo("/a%2F");
    assertThat(target.query()).isEqualTo("b=?c");
  }

  @Test
  void a_query_may_be_missing_or_empty() {
    assertThat(resource("GET / HTTP/1.1", "Host: a.example").query()).isNull();
    assertThat(resource("GET /? HTTP/1.1", "Host: a.example").query()).isEmpty();
  }

  @Test
  void an_absolute_form_names_the_host_and_is_read_as_origin_form() {
    assertThat(of("GET http://a.example/b?c HTTP/1.1", "Host: a.example"))
        .isEqualTo(new Resource("a.example", "a.example", "/b?c"));
    assertThat(of("GET HTTPS://A.example:443 HTTP/1.1", "Host: a.EXAMPLE:443"))
        .isEqualTo(new Resource("A.example:443", "a.example", "/"));
    assertThat(of("GET http://a.example?c HTTP/1.1", "Host: a.example"))
        .isEqualTo(new Resource("a.example", "a.example", "/?c"));
  }

  @Test
  void a_host_that_differs_from_an_absolute_form_is_refused() {
    for (String host : List.of("b.example", "a.example:80", "a.example.", "a.example:443")) {
      assertThat(of("GET http://a.example/ HTTP/1.1", "Host: " + host)).isEqualTo(BAD_HOST);
    }
  }

  @Test
  void an_absolute_form_needs_a_host_field_too_but_in_http_1_0() {
    assertThat(of("GET http://a.example/ HTTP/1.1")).isEqualTo(BAD_HOST);
    assertThat(of("GET http://a.example/ HTTP/1.0"))
        .isEqualTo(new Resource("a.example", "a.example", "/"));
  }

  @Test
  void an_absolute_form_without_a_valid_authority_is_refused() {
    for (String authority :
        List.of("", "u@a.example", "u:p@a.example", "a,b", ":80", "[::1", "%41")) {
      assertThat(of("GET http://" + authority + "/ HTTP/1.1", "Host: a.example"))
          .as(authority)
          .isEqualTo(BAD_HOST);
    }
  }

  @Test
  void other_schemes_and_things_that_are_no_form_are_refused() {
    for (String target : List.of("ftp://a.example/", "http:/a", "a.example:443", "a", "?a", "**")) {
      assertThat(of("GET " + target + " HTTP/1.1", "Host: a.example")).isEqualTo(BAD_LINE);
    }
  }

  @Test
  void the_asterisk_form_is_for_options_alone() {
    assertThat(of("OPTIONS * HTTP/1.1", "Host: a.example")).isEqualTo(new RequestTarget.Server());
    assertThat(of("OPTIONS * HTTP/1.0")).isEqualTo(new RequestTarget.Server());
    assertThat(of("OPTIONS http://a.example HTTP/1.1", "Host: a.example"))
        .isEqualTo(new RequestTarget.Server());
    assertThat(of("GET * HTTP/1.1", "Host: a.example")).isEqualTo(BAD_LINE);
    assertThat(of("OPTIONS * HTTP/1.1")).isEqualTo(BAD_HOST);
  }

  @Test
  void connect_is_not_implemented_in_any_form() {
    for (String target : List.of("a.example:443", "/", "*", "http://a.example/")) {
      assertThat(of("CONNECT " + target + " HTTP/1.1", "Host: a.example"))
          .isEqualTo(new Refused(Reason.METHOD_NOT_IMPLEMENTED));
    }
  }

  @Test
  void http_1_1_has_exactly_one_host() {
    assertThat(of("GET / HTTP/1.1")).isEqualTo(BAD_HOST);
    assertThat(of("GET / HTTP/1.1", "Host:")).isEqualTo(BAD_HOST);
    assertThat(of("GET / HTTP/1.1", "Host: a.example", "host: a.example")).isEqualTo(BAD_HOST);
    assertThat(of("GET / HTTP/1.0", "Host: a.example", "Host: b.example")).isEqualTo(BAD_HOST);
  }

  @Test
  void http_1_0_may_do_without_a_host() {
    assertThat(of("GET /a HTTP/1.0")).isEqualTo(new Resource("", "", "/a"));
    assertThat(of("GET /a HTTP/1.0", "Host:")).isEqualTo(new Resource("", "", "/a"));
  }

  @Test
  void hosts_that_two_readers_could_read_two_ways_are_refused() {
    for (String host :
        List.of(
            "u@a.example",
            "a.example, b.example",
            "a.example,",
            "a b",
            "a/b",
            "a?b",
            "a\\b",
            "a%2eb",
            "a;b",
            "a'b",
            "*",
            "\u00e9.example",
            "http://a",
            ".",
            "..",
            "a..b",
            ".a",
            "a.example..",
            "a".repeat(255))) {
      assertThat(of("GET / HTTP/1.1", "Host: " + host)).as(host).isEqualTo(BAD_HOST);
    }
  }

  @Test
  void ports_that_are_none_are_refused() {
    for (String port :
        List.of("a", "-1", "+1", "80a", "80:80", "000080", "65536", "99999", "8 0")) {
      assertThat(of("GET / HTTP/1.1", "Host: a:" + port)).as(port).isEqualTo(BAD_HOST);
    }
  }

  @Test
  void names_and_addresses_with_and_without_ports_are_hosts() {
    assertThat(host("a_b-c.example")).isEqualTo("a_b-c.example");
    assertThat(host("LOCALHOST:0")).isEqualTo("localhost");
    assertThat(host("192.0.2.1:65535")).isEqualTo("192.0.2.1");
    assertThat(host("[2001:DB8::1]")).isEqualTo("[2001:db8::1]");
    assertThat(host("[::ffff:192.0.2.1]:443")).isEqualTo("[::ffff:192.0.2.1]");
    assertThat(host("a.example:")).isEqualTo("a.example");
  }

  @Test
  void things_in_brackets_that_are_no_ipv6_address_are_refused() {
    for (String host :
        List.of(
            "[]",
            "[",
            "]",
            "[::1",
            "::1",
            "[a.example]",
            "[192.0.2.1]",
            "[fe80::1%25eth0]",
            "[fe80::1%1]",
            "[[::1]]",
            "[::1]a",
            "[::1]:a",
            "[v1.a]")) {
      assertThat(of("GET / HTTP/1.1", "Host: " + host)).as(host).isEqualTo(BAD_HOST);
    }
  }

  private static String host(String host) {
    return resource("GET / HTTP/1.1", "Host: " + host).host();
  }

  private static Resource resource(String... lines) {
    return (Resource) of(lines);
  }

  private static RequestTarget of(String... lines) {
    return RequestTarget.of(head(lines));
  }
}
