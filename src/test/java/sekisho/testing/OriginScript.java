package sekisho.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An origin in another language: a script of {@code src/test/resources/sekisho/origin}, with its
 * port as first argument. Its first line comes when it listens; the others are for the test.
 *
 * <p>It can be killed and started again, on the same port. Not for more than one thread at a time.
 */
public final class OriginScript implements Closeable {
  private final List<String> command;
  private final ReservedPort port = ReservedPort.loopback();
  private Process process;
  private LineLog stdout;
  private LineLog stderr;

  private OriginScript(String interpreter, String script, String... arguments) {
    command = new ArrayList<>();
    command.add(Tools.require(interpreter).toString());
    command.add(path(script).toString());
    command.add(Integer.toString(port.number()));
    command.addAll(List.of(arguments));
    process = launch();
    stdout = LineLog.of(process.getInputStream());
    stderr = LineLog.of(process.getErrorStream());
    awaitListening();
  }

  private static Path path(String script) {
    return SekishoProgram.checkout().resolve("src/test/resources/sekisho/origin").resolve(script);
  }

  /** Runs it with Node.js. */
  public static OriginScript node(String script, String... arguments) {
    return new OriginScript("node", script, arguments);
  }

  /** Runs it with Python. */
  public static OriginScript python(String script, String... arguments) {
    return new OriginScript("python3", script, arguments);
  }

  private Process launch() {
    try {
      Process started = new ProcessBuilder(command).start();
      started.getOutputStream().close();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    Await.until("the origin listens", () -> !stdout.lines().isEmpty() || !process.isAlive());
    if (stdout.lines().isEmpty()) {
      throw new AssertionError(command + " ended: " + stderr);
    }
  }

  /** SIGKILL: its connections end where they are; returns when it is gone. */
  public void kill() {
    Command.kill(process);
  }

  /** SIGKILL for one of the processes that it has started, and not for itself. */
  public void killWorker() {
    process.children().findFirst().ifPresent(ProcessHandle::destroyForcibly);
  }

  /**
   * SIGSTOP for all its processes: connections are still taken, by the kernel, and nothing else.
   */
  public void suspend() {
    signal("-STOP");
  }

  /** After {@link #suspend}. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    List<String> kill = new ArrayList<>(List.of("kill", signal, Long.toString(process.pid())));
    process.descendants().forEach(child -> kill.add(Long.toString(child.pid())));
    Command.run(kill).mustSucceed();
  }

  /** After {@link #kill}: begins again, without what it knew; returns when it listens. */
  public void restart() {
    process = launch();
    stdout = LineLog.of(process.getInputStream());
    stderr = LineLog.of(process.getErrorStream());
    awaitListening();
  }

  public int port() {
    return port.number();
  }

  /** Where it speaks HTTP, without a final slash. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** What it has written since it was started, behind its first line. */
  public List<String> lines() {
    List<String> lines = stdout.lines();
    return lines.subList(1, lines.size());
  }

  @Override
  public void close() {
    kill();
    port.close();
  }
}
