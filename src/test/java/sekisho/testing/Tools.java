package sekisho.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The programs of the system that tests need. Their absence fails a test; it never skips one. */
public final class Tools {
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.of(
          "nginx", "nginx-light",
          "prlimit", "util-linux",
          "node", "nodejs",
          "pebble-challtestsrv", "pebble",
          "systemd-analyze", "systemd",
          "systemd-socket-activate", "systemd");

  private Tools() {}

  /**
   * Where the program {@code name} is; fails the test, naming its Debian package, when it is not.
   */
  public static Path require(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(missing(name)));
  }

  /** Where Debian keeps modules of Node.js; fails the test when {@code module} is not there. */
  public static Path requireNodeModule(String module) {
    Path modules = Path.of("/usr/share/nodejs");
    if (!Files.isDirectory(modules.resolve(module))) {
      throw new AssertionError(missing("node-" + module));
    }
    return modules;
  }

  private static String missing(String name) {
    String debianPackage = DEBIAN_PACKAGES.getOrDefault(name, name);
    return name + " is not installed (Debian: apt-get install " + debianPackage + ")";
  }
}
