package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of {@code src/test/resources/sekisho/node} on Node.js, with the modules that Debian
 * packages. A server says its port on its first line; closing it kills it.
 */
public final class NodeScript implements AutoCloseable {
  private final Process process;
  private final LineLog stdout;
  private final LineLog stderr;

  private NodeScript(Process process) {
    this.process = process;
    this.stdout = LineLog.of(process.getInputStream());
    this.stderr = LineLog.of(process.getErrorStream());
  }

  /** Runs a script to its end. */
  public static Command.Result run(String name, String... arguments) {
    return Command.run(builder(name, arguments));
  }

  /** Starts a server; returns when it listens. */
  public static NodeScript serve(String name, String... arguments) {
    try {
      NodeScript script = new NodeScript(builder(name, arguments).start());
      Await.until(
          name + " listens", () -> !script.stdout.lines().isEmpty() || !script.process.isAlive());
      if (script.stdout.lines().isEmpty()) {
        throw new AssertionError(name + " ended: " + script.stderr);
      }
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder builder(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Tools.require("node").toString());
    command.add(
        SekishoProgram.checkout().resolve("src/test/resources/sekisho/node/" + name).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", Tools.requireNodeModule("ws").toString());
    return builder;
  }

  public int port() {
    return Integer.parseInt(stdout.lines().getFirst());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
