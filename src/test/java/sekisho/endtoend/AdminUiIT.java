package sekisho.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Browser;
import sekisho.testing.Browser.Window;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;

/** The admin UI of the packaged program, in Chromium. */
class AdminUiIT {
  private static final String TOKEN = "a-token-of-this-test-alone";
  @TempDir static Path folder;

  private static RawOrigin origin;
  private static int lostPort;
  private static HttpFixture fixture;
  private static Browser browser;
  private static String site;

  @BeforeAll
  static void start() throws IOException {
    origin = RawOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    lostPort = unusedPort();
    fixture =
        HttpFixture.start(
            folder,
            """
            "routes": [
              { "path_prefix": "/lost", "upstream": "http://127.0.0.1:%d" },
              { "path_prefix": "/", "upstream": "http://127.0.0.1:%d" }
            ]
            """
                .formatted(lostPort, origin.port()),
            """
            "ui": { "listen": "127.0.0.1:0", "auth": { "token": "%s" } }
            """
                .formatted(TOKEN));
    site =
        Await.present(
            "the URL of the admin UI",
            () ->
                fixture
                    .sekisho()
                    .stdout()
                    .find(line -> line.contains("admin UI on "))
                    .map(line -> line.substring(line.indexOf("http")).trim().replaceAll("/$", "")));
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws IOException {
    browser.close();
    fixture.close();
    origin.close();
  }

  @AfterEach
  void nothingIsComplainedOfAndNobodyElseAsked() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith(site + "/") || url.startsWith("data:"));
  }

  /** Bound for a moment, so that nobody else has it; nothing listens there. */
  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Page loggedIn(Window window) {
    Page page = browser.open(window);
    page.navigate(site + "/");
    page.getByLabel("Token").fill(TOKEN);
    page.getByRole(AriaRole.BUTTON, name("Log in with the token")).click();
    assertThat(page.getByRole(AriaRole.HEADING, name("Overview"))).isVisible();
    return page;
  }

  private static Page.GetByRoleOptions name(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static HttpReply ask(String path) {
    try {
      return fixture.send("GET " + path + " HTTP/1.1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFailingUpstreamAndItsReasonAreTwoClicksAway() {
    assertThat(ask("/lost").status()).isEqualTo(502);
    Page page = loggedIn(Window.DESKTOP);

    page.getByRole(AriaRole.LINK, name("See the upstream")).first().click();

    assertThat(page.getByText("upstream_connect_refused").first()).isVisible();
    assertThat(page.getByText("http://127.0.0.1:" + lostPort).first()).isVisible();
    assertThat(page.getByText("Where to look next").first()).isVisible();
    page.context().close();
  }

  @Test
  void trafficMovesTheFiguresOfAnOpenPage() {
    Page page = loggedIn(Window.DARK);
    var requests = page.locator("[data-figure=requests]");
    assertThat(page.locator("#pulse[data-state=live]")).isVisible();
    String before = requests.textContent();

    for (int i = 0; i < 20; i++) {
      assertThat(ask("/").status()).isEqualTo(200);
    }

    assertThat(requests).not().hasText(before);
    page.context().close();
  }

  @Test
  void certificatesAndRoutesAreThere() {
    Page page = loggedIn(Window.DESKTOP);

    choose(page, "Certificates");
    assertThat(page.getByText("a.example.com").first()).isVisible();
    assertThat(page.getByText("Expires").first()).isVisible();
    choose(page, "Routes");
    assertThat(page.getByText("prefix /lost")).isVisible();
    page.context().close();
  }

  @Test
  void theConfigurationIsThereWithoutItsSecretsAndExplainsItself() {
    Page page = loggedIn(Window.DESKTOP);

    choose(page, "Configuration");
    assertThat(page.getByText("\"path_prefix\": \"/lost\"").first()).isVisible();
    assertThat(page.locator("main")).not().containsText(TOKEN);
    choose(page, "Explain");
    page.getByLabel("Server name (SNI)").fill("a.example.com");
    page.getByLabel("Path and query").fill("/lost/x?y=z");
    page.getByRole(AriaRole.BUTTON, name("Explain")).click();
    assertThat(page.getByRole(AriaRole.HEADING, name("The request is forwarded"))).isVisible();
    page.context().close();
  }

  @Test
  void aReloadThatIsRefusedSaysWhyAndWhatIsInForceStays() throws IOException {
    String text = Files.readString(fixture.config());
    Page page = loggedIn(Window.DESKTOP);
    choose(page, "Configuration");
    var lead = page.locator(".lead");
    assertThat(lead).containsText("generation 1, in force");

    Files.writeString(
        fixture.config(), text.replace("\"path_prefix\": \"/lost\"", "\"path_prefix\": \"lost\""));
    page.getByRole(AriaRole.BUTTON, name("Reload…")).click();
    var said = page.getByRole(AriaRole.STATUS);
    assertThat(said).containsText("not reloaded, everything is as it was");
    assertThat(said).containsText("proxy.http.routes[0].path_prefix");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    assertThat(ask("/").status()).isEqualTo(200);

    // Whether a port can be had is known when it is bound.
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          fixture.config(),
          text.replace(
              "\"127.0.0.1:0\"],",
              "\"127.0.0.1:0\", \"127.0.0.1:%d\"],".formatted(taken.getLocalPort())));
      page.getByRole(AriaRole.BUTTON, name("Reload…")).click();
      var dialog = page.getByRole(AriaRole.DIALOG);
      dialog.getByRole(AriaRole.BUTTON).getByText("Reload").click();
      assertThat(dialog).containsText("Refused, everything is as it was");
      assertThat(dialog).containsText("Address already in use");
    } finally {
      Files.writeString(fixture.config(), text);
    }
    page.reload();
    assertThat(lead).containsText("generation 1, in force");
    assertThat(page.locator("main")).containsText("Refused: everything is as it was");
    page.context().close();
  }

  private static void choose(Page page, String title) {
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK)
        .filter(new Locator.FilterOptions().setHasText(title))
        .click();
  }

  @Test
  void everyPageOfTheMenuIsThere() {
    Page page = loggedIn(Window.PHONE);
    List<String> paths =
        page.locator(".pages a").all().stream().map(link -> link.getAttribute("href")).toList();

    for (String path : paths) {
      assertThat(page.navigate(site + path).status()).as(path).isEqualTo(200);
    }

    assertThat(paths).hasSize(10);
    page.context().close();
  }

  @Test
  void whoHasLoggedOutSeesNothing() {
    Page page = loggedIn(Window.DESKTOP.withoutScripts());

    page.getByRole(AriaRole.BUTTON, name("Log out")).click();
    page.navigate(site + "/config");

    assertThat(page.getByRole(AriaRole.HEADING, name("Log in")).first()).isVisible();
    page.context().close();
  }

  @Test
  void markupInServerNamesPathsAndFieldsIsShownAsText() throws IOException {
    String hostile = "/lost/<img/src=x/onerror=alert(1)>";
    fixture.send("GET " + hostile + " HTTP/1.1", "User-Agent: <script>alert(1)</script>");
    Page page = loggedIn(Window.DESKTOP);
    page.onDialog(dialog -> browser.complaintOf("an alert: " + dialog.message()));

    page.navigate(site + "/log");
    assertThat(page.locator("main img, main script")).hasCount(0);
    page.navigate(site + "/connections?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");

    assertThat(page.getByLabel("Server name")).hasValue("\"><script>alert(1)</script>");
    page.context().close();
  }
}
