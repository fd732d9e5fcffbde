package sekisho.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes a running program report the buffers it has lost: Netty notices them when the collector has
 * run and the next buffer is made.
 */
final class LeakHunt {
  // Accepted connections are dealt out over the event loops: each gets some.
  private static final int CONNECTIONS = 8;
  private static final byte[] NOT_TLS = {'\n'};

  private LeakHunt() {}

  static void in(long pid, InetSocketAddress listener) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Command.Result collected = Command.run(jcmd.toString(), Long.toString(pid), "GC.run");
    if (collected.exitCode() != 0) {
      return; // It ended meanwhile.
    }
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.execute(() -> touch(listener));
      }
    }
  }

  private static void touch(InetSocketAddress listener) {
    try (Socket socket = new Socket(listener.getAddress(), listener.getPort())) {
      socket.getOutputStream().write(NOT_TLS);
      socket.shutdownOutput();
      socket.setSoTimeout(1000);
      while (socket.getInputStream().read() >= 0) {
        // Whatever the default route says is of no interest.
      }
    } catch (IOException e) {
      // Refused, reset or held open: the bytes have been read all the same.
    }
  }
}
