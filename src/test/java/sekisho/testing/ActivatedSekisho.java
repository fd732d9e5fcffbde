package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged program behind a listening socket that is not its own, as systemd would have it: a
 * launcher keeps the socket open and starts the program again whenever it ends, until this is
 * closed. It tells a {@link NotifyReceiver} how it is.
 *
 * <p>{@code systemd-socket-activate} opens the socket and waits for the first client; it starts
 * nothing twice, so a shell does, which keeps what it has inherited.
 */
public final class ActivatedSekisho implements AutoCloseable {
  /** LISTEN_PID is the process's own, which is known only to itself. */
  private static final String AGAIN_AND_AGAIN =
      "while :; do sh -c 'LISTEN_PID=$$ exec \"$@\"' sh \"$@\"; done";

  private static final long END_LIMIT_SECONDS = 60;

  private final Process launcher;
  private final LineLog output;

  private ActivatedSekisho(Process launcher) {
    this.launcher = launcher;
    this.output = LineLog.of(launcher.getInputStream());
  }

  /**
   * Listens; the program begins with the first client.
   *
   * @param addresses to listen at
   * @param watchdogMicros how often a sign of life is expected
   */
  public static ActivatedSekisho start(
      Path config, NotifyReceiver manager, long watchdogMicros, InetSocketAddress... addresses) {
    List<String> command = new ArrayList<>();
    command.add(Tools.require("systemd-socket-activate").toString());
    for (InetSocketAddress address : addresses) {
      command.add("--listen=" + text(address));
    }
    command.add("--setenv=NOTIFY_SOCKET=" + manager.variable());
    command.add("--setenv=WATCHDOG_USEC=" + watchdogMicros);
    command.addAll(List.of("/bin/sh", "-c", AGAIN_AND_AGAIN, "sh"));
    command.addAll(SekishoProgram.command(List.of(), "run", config.toString()));
    try {
      Process launcher = new ProcessBuilder(command).redirectErrorStream(true).start();
      launcher.getOutputStream().close();
      return new ActivatedSekisho(launcher);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }

  /** What the launcher and every program have said. */
  public LineLog output() {
    return output;
  }

  @Override
  public void close() {
    // The shell first, lest it start another program.
    List<ProcessHandle> started = launcher.descendants().toList();
    launcher.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!launcher.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the launcher does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.awaitEnd();
  }
}
