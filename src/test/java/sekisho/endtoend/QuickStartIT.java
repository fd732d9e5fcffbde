package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.Await;
import sekisho.testing.Chromium;
import sekisho.testing.ChromiumPage;
import sekisho.testing.Command;
import sekisho.testing.ProcessUsage;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;
import sekisho.testing.Tools;

/** {@code run} without a file. The only test with fixed ports: those of the quick start. */
class QuickStartIT {
  private static final int PORT = 8443;
  private static final int METRICS_PORT = 9090;
  private static final int ADMIN_PORT = 9091;
  private static final String URL = "https://localhost:" + PORT + "/";

  @TempDir static Path folder;
  @AutoClose static SekishoProcess sekisho;

  @BeforeAll
  static void start() {
    assertFree("127.0.0.1", PORT);
    assertFree("::1", PORT);
    assertFree("127.0.0.1", METRICS_PORT);
    assertFree("127.0.0.1", ADMIN_PORT);
    sekisho =
        SekishoProcess.quickStart()
            .environment("RUNTIME_DIRECTORY", folder.toString())
            .detectingLeaks()
            .start();
  }

  private static void assertFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    } catch (IOException e) {
      throw new AssertionError(
          "the quick start needs port " + port + " of " + address + ", which somebody has", e);
    }
  }

  /** What a start takes is in docs/decisions/0012; nothing else would notice when it is lost. */
  @Test
  void a_start_unpacks_nothing_and_looks_for_no_settings_of_the_runtime() throws IOException {
    Path libraries = SekishoProgram.checkout().resolve("target/native/META-INF/native");
    Path maps = Path.of("/proc", Long.toString(sekisho.usage().pid()), "maps");

    assertThat(Files.readAllLines(maps))
        .filteredOn(line -> line.contains("netty"))
        .isNotEmpty()
        .allMatch(line -> line.contains(libraries.toString()));
    try (JarFile jar =
        new JarFile(SekishoProgram.checkout().resolve("target/sekisho-runner.jar").toFile())) {
      assertThat(jar.getEntry("sekisho/Sekisho.class")).isNotNull();
      assertThat(jar.getEntry("application.properties")).isNull();
    }
  }

  /** docs/decisions/0019: event loops are as nice as the program, compilers are nicer. */
  @Test
  void requests_go_before_compilers() {
    ProcessUsage usage = sekisho.usage();
    Set<Integer> loops = usage.niceness("vert.x-eventloo");
    Set<Integer> after = loops.stream().map(own -> own + 5).collect(Collectors.toSet());

    assertThat(loops).hasSize(1).isEqualTo(usage.niceness("java"));
    Await.until(
        "the compilers let others go first",
        () ->
            usage.niceness("C1 CompilerThre").equals(after)
                && usage.niceness("C2 CompilerThre").equals(after));
  }

  @ParameterizedTest
  @ValueSource(strings = {URL, "https://127.0.0.1:8443/", "https://[::1]:8443/"})
  void curl_gets_the_page_of_the_demo_origin(String url) {
    Command.Result result =
        Command.run(
            Tools.require("curl").toString(),
            "-k",
            "-sS",
            "--noproxy",
            "*",
            "-w",
            "%{http_code}",
            url);

    assertThat(result.stdout()).contains("Sekisho works").endsWith("200");
  }

  @Test
  void it_prints_the_url_to_open() {
    assertThat(sekisho.stdout().lines())
        .anyMatch(line -> line.contains("https://") && line.contains(":8443"));
  }

  @Test
  void it_says_where_its_metrics_and_its_admin_ui_are() throws IOException {
    assertThat(sekisho.stdout().lines())
        .anyMatch(line -> line.contains("http://127.0.0.1:9090/metrics"))
        .anyMatch(line -> line.contains("http://127.0.0.1:9091/"));
    String login = Files.readString(folder.resolve("ui-login")).strip();
    assertThat(login).startsWith("http://127.0.0.1:9091/login?token=");

    Command.Result page =
        Command.run(Tools.require("curl").toString(), "-sS", "--noproxy", "*", login);

    assertThat(page.stdout()).contains("<form", "action=\"/login\"");
  }

  @Test
  void it_has_no_control_socket() {
    assertThat(sekisho.stdout().lines()).noneMatch(line -> line.contains("control socket"));
  }

  @Test
  void chromium_shows_the_page_without_console_errors() {
    Chromium.Page page = Chromium.in(folder).open(URL);

    // Filled in by the page's script, from what the origin saw.
    assertThat(page.dom()).contains("GET /headers HTTP/1.1", "X-Forwarded-Proto", "1.1 sekisho");
    assertThat(page.console()).isEmpty();
  }

  @Test
  void its_websocket_comes_back_in_chromium() {
    try (ChromiumPage page = Chromium.in(folder).stay(URL)) {
      page.evaluate("document.querySelector('[data-try=echo]').click()");

      Await.until(
          "the echo is shown",
          () ->
              page.evaluate("document.getElementById('echo-output').textContent")
                  .asText()
                  .startsWith("“May I pass?” came back after"));
      JsonNode line = sekisho.accessLog().await("/echo");
      assertThat(line.path("status").asInt()).isEqualTo(101);
      assertThat(line.path("response_bytes").asInt()).isPositive();
    }
  }
}
