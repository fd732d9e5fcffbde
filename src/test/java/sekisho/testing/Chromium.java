package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Headless Chromium: what a browser makes of a page, and what it says in its hello. */
public final class Chromium {
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--no-proxy-server",
          "--ignore-certificate-errors",
          "--enable-logging=stderr",
          "--v=0");

  private final Path folder;

  private Chromium(Path folder) {
    this.folder = folder;
  }

  /** One that keeps its profiles below {@code folder}. */
  public static Chromium in(Path folder) {
    return new Chromium(folder);
  }

  /**
   * @param dom the document after its scripts have run
   * @param console what it wrote to the console
   */
  public record Page(String dom, List<String> console) {}

  /** Opens a page and lets it run until it rests. */
  public Page open(String url) {
    Command.Result result =
        Command.run(builder(profile(), "--virtual-time-budget=10000", "--dump-dom", url))
            .mustSucceed();
    List<String> console =
        result.stderr().lines().filter(line -> line.contains(":CONSOLE")).toList();
    return new Page(result.stdout(), console);
  }

  /** Opens a page and keeps it open; the caller closes it. */
  public ChromiumPage stay(String url) {
    try {
      return ChromiumPage.of(builder(profile(), "--remote-debugging-port=0", url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it with a page of {@code host}, which is at {@code port} here; the caller ends it. */
  Process visit(String host, int port) throws IOException {
    String rules = "--host-resolver-rules=MAP " + host + " 127.0.0.1";
    return builder(profile(), rules, "--dump-dom", "https://" + host + ":" + port + "/")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Path profile() {
    try {
      return Files.createTempDirectory(folder, "chromium");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(Path profile, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Tools.require("chromium").toString());
    command.addAll(QUIET);
    command.add("--user-data-dir=" + profile);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Its crash handler and its caches write below HOME, whatever the profile.
    builder.environment().put("HOME", profile.toString());
    // The socket by which its processes find each other: a killed browser leaves it behind. Not in
    // the profile, for the path of a socket must be short (unix(7)).
    builder.environment().put("TMPDIR", folder.toString());
    return builder;
  }
}
