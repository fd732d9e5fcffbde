package sekisho.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged program and how it is started: the command line, up to its own arguments. */
public final class SekishoProgram {
  /** Besides those that it is always started with. */
  private static final List<String> FLAGS =
      List.of(
          // A fixed heap, touched at start: what memory grows by later is not heap.
          "-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-Xlog:aot=off,cds=off");

  private SekishoProgram() {}

  /** The root of the checkout. */
  public static Path checkout() {
    return Path.of(System.getProperty("sekisho.basedir", "")).toAbsolutePath();
  }

  /** Runs a subcommand that ends by itself. */
  public static Command.Result run(String... arguments) {
    return Command.run(command(List.of(), arguments));
  }

  /** A subcommand that is not started yet. */
  public static ProcessBuilder builder(String... arguments) {
    return new ProcessBuilder(command(List.of(), arguments));
  }

  static List<String> command(List<String> moreFlags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + checkout().resolve("src/main/jvm/sekisho.jvmargs"));
    command.add("-XX:AOTCache=" + checkout().resolve("target/sekisho.aot"));
    command.add("-Djava.library.path=" + checkout().resolve("target/native/META-INF/native"));
    command.addAll(FLAGS);
    command.addAll(moreFlags);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path jar() {
    Path jar = checkout().resolve("target/sekisho-runner.jar");
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is missing: ./mvnw package makes it");
    }
    return jar;
  }
}
