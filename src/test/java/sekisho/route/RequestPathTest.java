package sekisho.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.Seeds;
import sekisho.route.RequestPath.Normalized;
import sekisho.route.RequestPath.Refused;

class RequestPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/a", "/a/", "/.ok", "/a/.well-known/x", "/a../x", "/...", "/a/...", "/a.b/c..d",
        "/a%2Fb", "/%25", "/%252e", "/a;b=c/..;/d", "/a\\..\\b", "/~u-v_w.x", "/A/b", "/a%7Fb",
            "/:@!$&'()*+,="
      })
  void a_normal_path_stays_the_same_instance(String path) {
    Normalized normalized = (Normalized) RequestPath.of(path);

    assertThat(normalized.path()).isSameAs(path);
    assertThat(normalized.asSent()).isSameAs(path);
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "//, /",
    "///a////b//, /a/b/",
    "/., /",
    "/./, /",
    "/a/., /a/",
    "/a/./b, /a/b",
    "/a/.., /",
    "/a/../, /",
    "/a/b/../c, /a/c",
    "/a/b/.., /a/",
    "/a/b/../../c, /c",
    "/a/./../b/./c/.., /b/",
    "/%61%7E%2D%2e%5F, /a~-._",
    "/api/%2e%2e/x, /x",
    "/api/%2E./x, /x",
    "/api/.%2e/x, /x",
    "/api//..//x, /x",
    "/a//../b, /b",
    "/a/.//b, /a/b",
    "/%2e, /",
    "/a%2F..%2Fb, /a%2F..%2Fb",
  })
  void a_path_is_decoded_then_merged_then_resolved(String sent, String expected) {
    assertThat(RequestPath.of(sent)).isEqualTo(new Normalized(expected, expected));
  }

  @Test
  void an_encoded_slash_is_neither_decoded_nor_refused() {
    assertThat(RequestPath.of("/a%2F%2e%2e%2Fb"))
        .isEqualTo(new Normalized("/a%2F..%2Fb", "/a%2F..%2Fb"));
  }

  @Test
  void escapes_match_in_upper_case_and_are_sent_on_as_they_came() {
    assertThat(RequestPath.of("/x/../%2f%c3%A9"))
        .isEqualTo(new Normalized("/%2F%C3%A9", "/%2f%c3%A9"));
  }

  @Test
  void an_escaped_percent_sign_is_not_decoded_twice() {
    assertThat(RequestPath.of("/a/%25%32%65%252e/b"))
        .isEqualTo(new Normalized("/a/%252e%252e/b", "/a/%252e%252e/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../",
        "/../a",
        "/a/../..",
        "/a/../../b",
        "/%2e%2e",
        "/.%2E/a",
        "//..",
        "/./..",
        "/a//../.."
      })
  void a_path_that_climbs_above_the_root_is_refused(String path) {
    assertThat(RequestPath.of(path)).isEqualTo(new Refused(RefusedPath.CLIMBS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%2", "/a%zz", "/%2g", "/%%32e", "/%-1", "/%+1", "/% 1", "/a%2F%"})
  void a_percent_sign_without_two_digits_is_refused(String path) {
    assertThat(RequestPath.of(path)).isEqualTo(new Refused(RefusedPath.MALFORMED_ESCAPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%00", "/a%00b", "/a/%2e%2e/%00", "/\u0000"})
  void a_nul_is_refused(String path) {
    assertThat(RequestPath.of(path)).isEqualTo(new Refused(RefusedPath.ENCODED_NUL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a/b", "%2Fa", "http://h/", "?"})
  void a_path_that_does_not_begin_with_a_slash_is_refused(String path) {
    assertThat(RequestPath.of(path)).isEqualTo(new Refused(RefusedPath.NOT_ABSOLUTE));
  }

  @Test
  void a_path_beyond_the_bound_is_refused() {
    String longest = "/".concat("a".repeat(RequestPath.MAX_PATH_CHARS - 1));

    assertThat(RequestPath.of(longest)).isInstanceOf(Normalized.class);
    assertThat(RequestPath.of(longest + "a")).isEqualTo(new Refused(RefusedPath.TOO_LONG));
  }

  @Test
  void normalising_twice_is_normalising_once_and_leaves_nothing_to_resolve() {
    Seeds.each(RequestPathTest::normalizeTwice);
  }

  private static void normalizeTwice(Random random) {
    for (int round = 0; round < 50_000; round++) {
      String sent = randomPath(random);
      if (RequestPath.of(sent) instanceof Normalized once) {
        assertThat(RequestPath.of(once.path()))
            .as(sent)
            .isEqualTo(new Normalized(once.path(), once.path()));
        assertThat(RequestPath.of(once.asSent())).as(sent).isEqualTo(once);
        assertThat(once.asSent()).as(sent).isEqualToIgnoringCase(once.path());
        assertThat(once.path() + "/").as(sent).startsWith("/").doesNotContain("/../", "/./", "\0");
        assertThat(once.path())
            .as(sent)
            .doesNotContain("//")
            .doesNotContainPattern("%00|%2[DE]|%[46]1");
      }
    }
  }

  /** Pieces that mean something, in any order. */
  static String randomPath(Random random) {
    String[] pieces = {
      "/", "/", "/", ".", ".", "..", "%2e", "%2E", "%2f", "%2F", "%5c", "%61", "%25", "%", "0", "2",
      "e", "a", ";", "\\", "%00"
    };
    StringBuilder path = new StringBuilder("/");
    for (int i = random.nextInt(12); i > 0; i--) {
      // NUL and lone percent signs end most paths: let most be without.
      path.append(pieces[random.nextInt(pieces.length - (random.nextInt(10) == 0 ? 0 : 1))]);
    }
    return path.toString();
  }
}
