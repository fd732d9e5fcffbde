package sekisho.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * slowhttptest: a thousand clients that do next to nothing, on one server. It goes on until it is
 * closed or has no connection left.
 */
public final class SlowHttpTest implements Closeable {
  /** How many clients it is. */
  public static final int CLIENTS = 1000;

  /** Longer than any test waits. */
  private static final String LENGTH_SECONDS = "600";

  private final Process process;

  private SlowHttpTest(Process process) {
    this.process = process;
  }

  /** What its clients are slow in. */
  public enum Mode {
    /** A head that does not end. */
    HEADERS("-H -i 600"),
    /** A body of which a first piece comes. */
    BODY("-B -i 600"),
    /** Reading the response, with a small window. */
    READ("-X -n 600 -w 1 -y 512 -z 5");

    private final String options;

    Mode(String options) {
      this.options = options;
    }
  }

  /** Sends its clients to {@code https://ADDRESS} and {@code path}. */
  public static SlowHttpTest start(Mode mode, InetSocketAddress server, String path) {
    String url = "https://" + server.getAddress().getHostAddress() + ":" + server.getPort() + path;
    List<String> command = new ArrayList<>();
    command.add(Tools.require("slowhttptest").toString());
    command.addAll(List.of(mode.options.split(" ")));
    String clients = Integer.toString(CLIENTS);
    command.addAll(List.of("-c", clients, "-r", clients, "-l", LENGTH_SECONDS, "-u", url));
    try {
      return new SlowHttpTest(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
