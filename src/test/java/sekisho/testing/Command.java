package sekisho.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {
  private static final long LIMIT_SECONDS = 120;

  private Command() {}

  /**
   * @param exitCode what it ended with
   * @param stdout all it wrote to standard output
   * @param stderr all it wrote to standard error
   */
  public record Result(int exitCode, String stdout, String stderr) {
    public Result mustSucceed() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + stdout + stderr);
      }
      return this;
    }

    /** The lines of both outputs. */
    public List<String> lines() {
      return (stdout + stderr).lines().toList();
    }
  }

  public static Result run(String... command) {
    return run(List.of(command));
  }

  /** Runs it with no input; it may take two minutes. */
  public static Result run(List<String> command) {
    return run(new ProcessBuilder(command));
  }

  /** Runs what is built, redirecting its outputs to files so that no pipe can fill up. */
  public static Result run(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      try {
        Process process =
            builder
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        await(process, builder.command());
        return new Result(
            process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(builder.command().getFirst(), e);
    }
  }

  private static void await(Process process, List<String> command) {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    } finally {
      kill(process);
    }
  }

  /** Kills it and what it has started, and waits until they are gone: none writes a file later. */
  static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    descendants.forEach(descendant -> descendant.onExit().join());
  }
}
