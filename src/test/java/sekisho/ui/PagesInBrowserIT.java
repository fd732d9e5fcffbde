package sekisho.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.ui.BuiltInPage.CERTIFICATES;
import static sekisho.ui.BuiltInPage.CONFIG;
import static sekisho.ui.BuiltInPage.CONNECTIONS;
import static sekisho.ui.BuiltInPage.LOG;
import static sekisho.ui.BuiltInPage.OVERVIEW;
import static sekisho.ui.BuiltInPage.UPSTREAMS;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;
import sekisho.testing.Browser;
import sekisho.testing.Browser.Window;

/**
 * The pages of a bad day in Chromium, under the admin server's policy. With {@code
 * -Dsekisho.screenshots=FOLDER} each is photographed.
 */
class PagesInBrowserIT {
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  private static Browser browser;
  private static ShopWindow site;

  @BeforeAll
  static void open() throws IOException {
    site = ShopWindow.of(Shop.honest());
    browser = Browser.start();
  }

  @AfterAll
  static void close() {
    browser.close();
    site.close();
  }

  @AfterEach
  void nothingIsComplainedOfAndNobodyElseAsked() {
    site.show(Shop.honest());
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith(site.url("/")) || url.startsWith("data:"));
  }

  private static String path(BuiltInPage page) {
    return switch (page) {
      case OVERVIEW -> "/";
      case CONFIG -> "/config?older=2&newer=3&mark=18";
      case EXPLAIN -> "/explain?sni=sora.example.com&path=/api/rooms";
      case CONNECTIONS, ROUTES, UPSTREAMS, CERTIFICATES, LIMITS, LOG, ABOUT ->
          "/" + page.template();
    };
  }

  private static Page visit(Window window, String path) {
    Page page = browser.open(window);
    page.navigate(site.url(path));
    return page;
  }

  /** A page listens a moment after it is there. */
  private static void tellUntilLive(Page page) {
    Await.until(
        "the page is live",
        () -> {
          site.tell(FigureHistory.POINTS + 1);
          return page.locator("#pulse").textContent().equals("Live · 03:12:47 UTC");
        });
  }

  private static void leave(Page page) {
    page.context().close();
  }

  @Test
  void everybodyCanReadAndOperateEveryPage() {
    requireNoGraveViolation(Window.DESKTOP, page -> new AxeBuilder(page));
  }

  @Test
  void everybodyCanReadEveryPageInTheDark() {
    // The same pages in other colours: the rest is judged above.
    requireNoGraveViolation(
        Window.DARK, page -> new AxeBuilder(page).withRules(List.of("color-contrast")));
  }

  private static void requireNoGraveViolation(Window window, Function<Page, AxeBuilder> axe) {
    Page page = browser.open(window);
    for (BuiltInPage each : BuiltInPage.values()) {
      page.navigate(site.url(path(each)));
      photograph(page, each, window);
      requireNoGraveViolation(axe.apply(page), each);
    }
    leave(page);
  }

  private static void requireNoGraveViolation(AxeBuilder axe, BuiltInPage page) {
    List<Rule> violations = axe.setLegacyMode(true).analyze().getViolations();

    assertThat(violations.stream().filter(rule -> GRAVE.contains(rule.getImpact())))
        .as(page.name())
        .isEmpty();
  }

  @Test
  void aPhoneScrollsNoPageSideways() {
    Page page = browser.open(Window.PHONE);
    for (BuiltInPage each : BuiltInPage.values()) {
      page.navigate(site.url(path(each)));
      photograph(page, each, Window.PHONE);

      Object surplus =
          page.evaluate(
              "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

      assertThat(surplus).as(each.name()).isEqualTo(0);
    }
    leave(page);
  }

  private static void photograph(Page page, BuiltInPage each, Window window) {
    String folder = System.getProperty("sekisho.screenshots", "");
    if (!folder.isEmpty()) {
      String kind =
          window.equals(Window.PHONE) ? "phone" : window.equals(Window.DARK) ? "dark" : "light";
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of(folder, each.template() + "-" + kind + ".png"))
              .setFullPage(true));
    }
  }

  @Test
  void markupFromOutsideRunsNothing() {
    site.show(new Shop("<img src=x onerror=alert(1)><script>alert(1)</script>\u2028'\"`"));
    Page page = browser.open(Window.DESKTOP);
    page.onDialog(dialog -> browser.complaintOf("an alert: " + dialog.message()));

    for (BuiltInPage each : List.of(OVERVIEW, CONNECTIONS, UPSTREAMS, CERTIFICATES, CONFIG, LOG)) {
      page.navigate(site.url(path(each)));

      assertThat(page.locator("main").getByText("onerror=alert(1)").first()).isAttached();
      assertThat(page.locator("main img, main script")).hasCount(0);
    }
    leave(page);
  }

  @Test
  void figuresMoveWithTheStream() {
    Page page = visit(Window.DESKTOP, "/");
    Locator requests = page.locator("[data-figure=requests]");

    tellUntilLive(page);
    String before = requests.textContent();
    site.tell(FigureHistory.POINTS + 2);

    assertThat(requests).not().hasText(before);
    leave(page);
  }

  @Test
  void aBrokenStreamIsSeenAndMendsItself() throws IOException {
    Page page = visit(Window.DESKTOP, "/");
    tellUntilLive(page);

    site.cutStreams();

    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText("Connection to the proxy lost, retrying: figures of 03:12:47 UTC");
    assertThat(page.locator("#pulse")).hasText("Not live");
    requireNoGraveViolation(new AxeBuilder(page).withRules(List.of("color-contrast")), OVERVIEW);
    // Chromium writes each failed attempt to the console; that is no fault of the page.
    browser.complaints();
    site.mendStreams();
    tellUntilLive(page);
    assertThat(page.locator("#lost")).isHidden();
    browser.complaints();
    leave(page);
  }

  @Test
  void theLatestFactsTakeTheirPlacesWithoutTakingTheFocus() {
    Page page = visit(Window.DESKTOP, "/upstreams");
    tellUntilLive(page);
    Locator line = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("line 38"));
    line.focus();
    site.show(new Shop("10.0.0.12:3000: Connection reset by peer"));

    Await.until(
        "the page is up to date",
        () -> {
          site.tell(FigureHistory.POINTS + 1);
          return page.getByText("Connection reset by peer").count() > 0;
        });

    assertThat(line).isFocused();
    leave(page);
  }

  @Test
  void aConnectionIsClosedByKeysAloneAndNotWithoutAYes() {
    site.calls().clear();
    Page page = visit(Window.DESKTOP, "/connections");

    page.keyboard().press("Tab");
    assertThat(page.getByRole(AriaRole.LINK, name("Skip to the content"))).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    Locator close = page.getByRole(AriaRole.BUTTON, name("Close connection 88523")).first();
    close.focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG, name("Close connection 88523?"))).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, name("Cancel"))).isFocused();
    page.keyboard().press("Escape");
    assertThat(close).isFocused();
    assertThat(site.calls()).isEmpty();

    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Connection 88523");
    assertThat(site.calls()).hasSize(1);
    assertThat(site.calls().getFirst()).contains("\"connections.close\"", "{\"id\":88523}");
    leave(page);
  }

  @Test
  void aReloadShowsWhatItChangesBeforeItDoes() {
    site.calls().clear();
    Page page = visit(Window.DESKTOP, "/config");

    page.getByRole(AriaRole.BUTTON, name("Reload…")).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByText("- <b>old</b>")).isVisible();
    assertThat(dialog.getByText("+ new")).isVisible();
    dialog.getByRole(AriaRole.BUTTON).getByText("Reload").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Reloaded: generation 4 is in force.");
    assertThat(site.calls()).hasSize(2);
    assertThat(site.calls().getLast()).contains("\"config.reload\"");
    leave(page);
  }

  @Test
  void theThemeThatWasChosenStays() {
    Page page = visit(Window.DESKTOP, "/");
    Locator theme = page.locator("#theme");

    theme.click();
    theme.click();
    page.navigate(site.url("/about"));

    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 22, 26)");
    leave(page);
  }

  @Test
  void withoutScriptsTheFactsAreThere() {
    Page page = visit(Window.DESKTOP.withoutScripts(), "/");

    assertThat(page.locator("[data-figure=requests]")).hasText("311,524");
    assertThat(page.locator("#pulse")).hasText("As of 03:12:45 UTC");
    assertThat(page.locator("canvas").first()).isHidden();
    assertThat(page.locator("#theme")).isHidden();
    page.getByRole(AriaRole.LINK, name("See the upstream")).click();
    assertThat(page.getByText("10.0.0.12:3000: Connection refused")).isVisible();
    page.getByRole(AriaRole.LINK, name("Explain")).click();
    page.getByLabel("Server name (SNI)").fill("sora.example.com");
    page.getByRole(AriaRole.BUTTON, name("Explain")).click();
    page.getByRole(AriaRole.LINK, name("line 18")).click();
    assertThat(page.locator("#L18.marked")).isVisible();
    leave(page);
  }

  private static Page.GetByRoleOptions name(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
