package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is usable and probably not meant: it is said, and certificates are got nevertheless. */
class AcmeWarningsTest {
  private static final String NAME = "a.sekisho.dev";
  private static final String ROUTE =
      "{\"server_name\": \"" + NAME + "\", \"mode\": \"tls_terminate\", \"upstream\": \"a:1\"}";

  @Test
  void what_is_as_it_should_be_is_not_warned_about() {
    assertThat(warnings("", "", ROUTE)).isEmpty();
    assertThat(warnings("", ", \"identifiers\": [\"" + NAME + "\"]", ROUTE)).isEmpty();
  }

  @Test
  void a_name_that_is_for_examples_is_as_good_as_none() {
    assertThat(warnings("", "", ROUTE.replace(NAME, "sora.example.com")))
        .containsExactly(
            "5 proxy.tls.routing.sni[0].server_name \"sora.example.com\" is for examples"
                + " (RFC 6761 §6.5), and no public authority certifies it; allowed:"
                + " proxy.tls.acme.identifiers without it, what the whole Internet knows, or the"
                + " directory of an authority of your own");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, is for examples (RFC 6761 §6.5)",
    "203.0.113.7, is for examples (RFC 5737)",
    "2001:db8::7, is for examples (RFC 3849)",
    "3fff:fff::7, is for examples (RFC 9637)",
    "sekisho.nosuchsuffix, ends in no public suffix that is known here",
    "sekisho.7eleven, ends in no public suffix that is known here",
    "co.uk, 'is a public suffix, below which others have their names'",
    "www.com.au, ''",
    "someone.github.io, ''",
    "github.io, ''",
    "www.ck, ''",
    "xn--bcher-kva.xn--p1ai, ''",
    "8.8.8.8, ''",
    "2001:4860:4860::8888, ''"
  })
  void what_a_public_authority_would_say_of_an_identifier(String identifier, String says) {
    Parsed<?> parsed = AcmeIdentifierText.parse(identifier).then(i -> Parsed.good(Objection.to(i)));

    assertThat(parsed)
        .isEqualTo(Parsed.good(says.isEmpty() ? Optional.empty() : Objection.warning(says)));
  }

  @Test
  void a_public_authority_asks_on_port_443() {
    String text = text("0.0.0.0:8443", "", "", sni(ROUTE));

    assertThat(warnings(text))
        .containsExactly(
            "1 proxy.listen no address has port 443, which the authority connects to for"
                + " \"tls-alpn-01\"; that is fine where something forwards port 443 to here");
  }

  @Test
  void or_on_port_80_where_nothing_else_is_allowed() {
    String http = "\"http_listen\": [\"0.0.0.0:8080\"],";
    String alone = ", \"challenges\": [\"http-01\"]";

    assertThat(warnings(text("0.0.0.0:8443", http, alone, sni(ROUTE))))
        .containsExactly(
            "2 proxy.http_listen no address has port 80, which the authority connects to for"
                + " \"http-01\"; that is fine where something forwards port 80 to here");
    assertThat(warnings(http.replace("8080", "80"), alone, ROUTE)).isEmpty();
  }

  @Test
  void http_01_that_was_asked_for_and_cannot_be_is_left_out() {
    assertThat(warnings("", ", \"challenges\": [\"http-01\", \"tls-alpn-01\"]", ROUTE))
        .containsExactly(
            "4 proxy.tls.acme.challenges[0] \"http-01\" is not used: it needs proxy.http_listen");
  }

  @Test
  void the_certificate_of_an_address_is_for_those_who_come_to_the_default() {
    String identifiers = ", \"identifiers\": [\"8.8.8.8\", \"" + NAME + "\"]";
    String byDefault = "\"default\": {\"mode\": \"tls_terminate\", \"upstream\": \"a:1\"}, ";

    assertThat(warnings("", identifiers, ROUTE))
        .containsExactly(
            "4 proxy.tls.acme.identifiers[0] \"8.8.8.8\" gets a certificate that nobody is shown:"
                + " clients of an address send no server name and go to"
                + " proxy.tls.routing.default, which does not have mode \"tls_terminate\"");
    assertThat(warnings(text("0.0.0.0:443", "", identifiers, byDefault + sni(ROUTE)))).isEmpty();
  }

  @Test
  void a_name_that_no_route_ends_tls_for_gets_a_certificate_for_nobody() {
    String route =
        "{\"server_name\": \"*.sekisho.dev\", \"mode\": \"transparent\", \"upstream\": \"a:1\"}";

    assertThat(warnings("", ", \"identifiers\": [\"" + NAME + "\"]", route))
        .containsExactly(
            "4 proxy.tls.acme.identifiers[0] \"a.sekisho.dev\" gets a certificate that nobody is"
                + " shown: no route with mode \"tls_terminate\" takes the name");
    assertThat(
            warnings(
                "",
                ", \"identifiers\": [\"" + NAME + "\"]",
                ROUTE.replace("a.sekisho", "*.sekisho")))
        .isEmpty();
  }

  @Test
  void a_route_whose_names_nobody_certifies_is_warned_about() {
    String wildcard = ROUTE.replace("a.sekisho", "*.sub.sekisho");
    String other = ROUTE.replace("a.sekisho", "b.sekisho");

    assertThat(warnings("", ", \"identifiers\": [\"" + NAME + "\"]", ROUTE, wildcard))
        .containsExactly(
            "5 proxy.tls.routing.sni[1].server_name \"*.sub.sekisho.dev\" gets no certificate of"
                + " its own: wildcards need the challenge dns-01, which is not there; allowed: each"
                + " name in proxy.tls.acme.identifiers, or a certificate and private_key");
    assertThat(warnings("", ", \"identifiers\": [\"" + NAME + "\"]", ROUTE, other))
        .containsExactly(
            "5 proxy.tls.routing.sni[1].server_name \"b.sekisho.dev\" gets no certificate of its"
                + " own: proxy.tls.acme.identifiers does not list it; allowed: there, or a"
                + " certificate and private_key");
    String file = "}, \"certificate\": \"w.pem\", \"private_key\": \"w.key\", \"ciphers\": [";
    assertThat(
            warnings(
                text("0.0.0.0:443", "", "", sni(ROUTE, wildcard))
                    .replace("},\n\"routing\"", file + "],\n\"routing\"")))
        .isEmpty();
  }

  @Test
  void an_authority_that_wants_an_account_to_be_there_says_so_by_its_name() {
    String eab = ", \"eab\": {\"kid\": \"k\", \"hmac_key\": \"aGFsbG8\"}";

    assertThat(warnings("", ", \"directory\": \"zerossl\", \"eab\": null", ROUTE))
        .containsExactly(
            "4 proxy.tls.acme.directory \"zerossl\" asks for eab: without it, it will refuse the"
                + " account");
    assertThat(warnings("", ", \"directory\": \"zerossl\"" + eab, ROUTE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"manual", "self_signed"})
  void a_block_that_the_mode_does_not_use_is_warned_about(String mode) {
    Loaded loaded =
        load(
            """
            {"proxy": {"listen": ["0.0.0.0:443"], "tls": {"mode": "%s", "acme": {},
              "routing": {"default": {"mode": "transparent", "upstream": "a:1"}}}}}
            """
                .formatted(mode));

    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "f:1:%d: proxy.tls.acme: warning: is not used with mode \"%s\""
                .formatted(59 + mode.length(), mode));
  }

  @Test
  void a_mode_that_is_misspelt_is_all_that_is_told() {
    Loaded loaded =
        load(
            "{\"proxy\": {\"listen\": [\"0.0.0.0:443\"],"
                + " \"tls\": {\"mode\": \"amce\", \"acme\": {}}}}");

    assertThat(loaded.problems()).extracting(Problem::path).containsExactly("proxy.tls.mode");
  }

  /** The second line is {@code http}, the fourth the block, the fifth the routing. */
  private static String text(String listen, String http, String acme, String routing) {
    return "{\"proxy\": {\"listen\": [\""
        + listen
        + "\"],\n"
        + http
        + "\n\"tls\": {\"mode\": \"acme\",\n\"acme\": {\"terms_of_service_agreed\": true"
        + acme
        + "},\n\"routing\": {"
        + routing
        + "}}}}";
  }

  private static String sni(String... routes) {
    return "\"sni\": [" + String.join(", ", routes) + "]";
  }

  private static List<String> warnings(String http, String acme, String... routes) {
    return warnings(text("0.0.0.0:443", http, acme, sni(routes)));
  }

  private static List<String> warnings(String text) {
    Loaded loaded = load(text);
    assertThat(loaded.errors()).isEmpty();
    return loaded.problems().stream()
        .map(problem -> problem.line() + " " + problem.path() + " " + problem.message())
        .toList();
  }

  private static Loaded load(String text) {
    return ConfigurationFile.load("f", text, Path.of("/etc"), Map.of());
  }
}
