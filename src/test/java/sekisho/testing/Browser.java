package sekisho.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Debian's Chromium, driven by Playwright: clicks and keys as of people. It writes down what a page
 * had to complain of and whom it asked. For one thread.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-proxy-server");
  private static final double PATIENCE_MILLIS = 20_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static Browser start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Tools.require("chromium"))
                    .setArgs(new ArrayList<>(FLAGS))));
  }

  /** What a visitor's window is like. */
  public record Window(int width, int height, ColorScheme theme, boolean scripts) {
    public static final Window DESKTOP = new Window(1360, 900, ColorScheme.LIGHT, true);
    public static final Window DARK = new Window(1360, 900, ColorScheme.DARK, true);
    public static final Window PHONE = new Window(360, 740, ColorScheme.LIGHT, true);

    /** The same without JavaScript. */
    public Window withoutScripts() {
      return new Window(width, height, theme, false);
    }
  }

  /** A window of somebody who was never here. */
  public Page open(Window window) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(window.width(), window.height())
                .setColorScheme(window.theme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setJavaScriptEnabled(window.scripts())
                .setIgnoreHTTPSErrors(true));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    watch(page);
    return page;
  }

  private void watch(Page page) {
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onRequest(request -> requests.add(request.url()));
  }

  /** Adds one of a test's own. */
  public void complaintOf(String what) {
    complaints.add(what);
  }

  /** Errors and warnings of the console, violations of the policy among them, since last asked. */
  public List<String> complaints() {
    return taken(complaints);
  }

  /** The URLs that pages asked for, since last asked. */
  public List<String> requests() {
    return taken(requests);
  }

  private static List<String> taken(List<String> from) {
    List<String> taken = List.copyOf(from);
    from.clear();
    return taken;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
