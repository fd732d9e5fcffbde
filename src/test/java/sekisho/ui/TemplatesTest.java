package sekisho.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.qute.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.status.RouteFacts;

/** Facts in, HTML out. */
class TemplatesTest {
  private static final Map<String, List<String>> QUERY =
      Map.of(
          "sni", List.of("sora.example.com"),
          "path", List.of("/api/rooms"),
          "older", List.of("2"),
          "newer", List.of("3"));

  private final Templates templates = new Templates(Shop.TIMES);

  private String page(BuiltInPage page, Shop shop) {
    return templates.render(page.template(), shop.facts(page, QUERY));
  }

  @ParameterizedTest
  @EnumSource(BuiltInPage.class)
  void everyPageHasItsHeadingsLandmarksAndNothingInline(BuiltInPage page) {
    String html = page(page, Shop.honest());

    assertThat(html)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .containsOnlyOnce("<h1")
        .containsOnlyOnce("<main id=\"main\"")
        .contains("href=\"#main\"", "aria-current=\"page\"", "</html>")
        .doesNotContain("style=", "onclick", "javascript:", "<script>", "http://cdn", "//cdn");
  }

  @ParameterizedTest
  @EnumSource(BuiltInPage.class)
  void markupFromOutsideStaysText(BuiltInPage page) {
    String html = page(page, new Shop("<script>alert(1)</script><img src=x onerror=alert(1)>"));

    assertThat(html).doesNotContain("<script>alert", "<img src=x");
    assertThat(html).contains("&lt;script&gt;alert(1)");
  }

  @ParameterizedTest
  @EnumSource(BuiltInPage.class)
  void aQuoteFromOutsideEndsNoAttribute(BuiltInPage page) {
    String hostile = "x\" onmouseover=\"alert(1)\" a='b' `c`";

    String html = page(page, new Shop(hostile));

    assertThat(html)
        .doesNotContain("\" onmouseover=\"", "a='b'", "`")
        .contains("x&quot; onmouseover=&quot;alert(1)&quot; a=&#39;b&#39; &#96;c&#96;");
  }

  @ParameterizedTest
  @EnumSource(BuiltInPage.class)
  void aUrlFromOutsideIsNoLink(BuiltInPage page) {
    String html = page(page, new Shop("javascript:alert(1)"));

    assertThat(html)
        .doesNotContain("href=\"javascript:", "src=\"javascript:", "action=\"javascript:");
  }

  @Test
  void whatWasTypedStaysTextInTheForm() {
    Map<String, List<String>> query =
        Map.of("sni", List.of("\"><script>alert(1)</script>"), "client", List.of("<b>1</b>"));

    String html = templates.render("explain", Shop.honest().facts(BuiltInPage.EXPLAIN, query));

    assertThat(html)
        .contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")
        .contains("“&lt;b&gt;1&lt;/b&gt;” is no IP address.")
        .doesNotContain("<script>alert", "<b>1");
  }

  @Test
  void aFailingUpstreamStandsFirstWithItsReasonAndWhereToLook() {
    String overview = page(BuiltInPage.OVERVIEW, Shop.honest());
    String upstreams = page(BuiltInPage.UPSTREAMS, Shop.honest());

    assertThat(overview)
        .contains("Upstream http://10.0.0.12:3000: failing, rests")
        .contains("<code>upstream_connect_refused</code>")
        .contains("href=\"/upstreams#upstream-1-1\"");
    assertThat(upstreams)
        .contains("id=\"upstream-1-1\"")
        .contains("10.0.0.12:3000: Connection refused")
        .contains("2026-11-23 03:12:41 UTC")
        .contains("Look whether the upstream&#39;s program runs and listens there.");
    assertThat(upstreams.indexOf("10.0.0.12")).isLessThan(upstreams.indexOf("127.0.0.1:5000"));
  }

  @Test
  void theAuthoritysWordsStandAsTheyCame() {
    String html = page(BuiltInPage.CERTIFICATES, Shop.honest());

    assertThat(html)
        .contains("&quot;type&quot; : &quot;urn:ietf:params:acme:error:dns&quot;")
        .contains("&quot;status&quot; : 400");
  }

  @Test
  void ofTenThousandConnectionsSomeAreListedAndItSaysOfHowMany() {
    String html = page(BuiltInPage.CONNECTIONS, Shop.honest());

    assertThat(html).contains("14 shown of 1,284");
  }

  @Test
  void generationsWithConnectionsAreListedWithoutTheirTextsToo() {
    String html = page(BuiltInPage.CONFIG, Shop.honest());

    assertThat(html)
        .contains("<th scope=\"row\">1</th>", "its text is not kept")
        .contains("/config?older=2&amp;newer=3", "the oldest that is kept")
        .doesNotContain("generation=1\"", "older=1&amp;");
  }

  @Test
  void everyNumberOfBytesHasItsUnitAndEveryTimeItsZone() {
    String html = page(BuiltInPage.ABOUT, Shop.honest());

    assertThat(html).contains("202\u00a0MiB", "2026-11-20 02:12:45 UTC", "3\u00a0d\u00a01\u00a0h");
  }

  @Test
  void whereThereIsNothingThePageSaysSo() {
    Map<String, Object> facts = new HashMap<>(Shop.honest().facts(BuiltInPage.ABOUT, Map.of()));
    ConnectionsPage.Filter filter =
        ConnectionsPage.Filter.of(new PageRequest("/", Map.of(), new Visitor("admin", true)));
    facts.putAll(CertificatesPage.facts(List.of(), Optional.empty()));
    facts.putAll(RoutesPage.facts(new RouteFacts("none", List.of(), List.of())));
    facts.putAll(UpstreamsPage.facts(List.of(), Shop.NOW));
    facts.putAll(LimitsPage.facts(List.of(), List.of(), List.of(), Optional.empty()));
    facts.putAll(ConnectionsPage.facts(filter, Shop.honest().connections(), Shop.honest().list(0)));

    assertThat(templates.render("certificates", facts)).contains("No certificate is served");
    assertThat(templates.render("routes", facts)).contains("There are no HTTP routes");
    assertThat(templates.render("upstreams", facts)).contains("No upstream is configured.");
    assertThat(templates.render("limits", facts)).contains("No limit is configured");
    assertThat(templates.render("connections", facts)).contains("No client is connected.");
  }

  @Test
  void theLoginPageSaysWhyTheLastAttemptDidNotDo() {
    String html = login(Optional.of("Too many attempts: wait <30> s."), Optional.empty());

    assertThat(html)
        .contains("role=\"alert\"", "Too many attempts: wait &lt;30&gt; s.")
        .contains("name=\"user\" value=\"a&quot;b\"")
        .contains("name=\"password\"", "name=\"token\"", "name=\"next\" value=\"/log\"");
  }

  @Test
  void aTokenOfTheAddressNeedsOneButton() {
    String html = login(Optional.empty(), Optional.of("secret"));

    assertThat(html)
        .contains("<input type=\"hidden\" name=\"token\" value=\"secret\">")
        .doesNotContain("name=\"password\"");
  }

  private String login(Optional<String> failure, Optional<String> token) {
    LoginForm form =
        new LoginForm(
            true, true, false, token, Optional.of("a\"b"), Optional.of("/log"), failure, 401);
    return templates.render("login", Map.of("title", "Log in", "form", form));
  }

  @Test
  void anythingThatIsNoFactFailsThePage() {
    Map<String, Object> facts = new HashMap<>(Shop.honest().facts(BuiltInPage.ABOUT, Map.of()));
    facts.put("program", "a text, which has no such parts");

    assertThatThrownBy(() -> templates.render("about", facts))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void templatesCallNoMethodsOfFacts() {
    String html = page(BuiltInPage.LOG, new Shop("{frame.at.getClass} {log.hashCode}"));

    assertThat(html).contains("{frame.at.getClass} {log.hashCode}");
  }
}
