package sekisho.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;
import sekisho.journal.StandardOutput;
import sekisho.model.AccessLogSettings.Target;

/**
 * A stream that lines go to. Opening and closing may block; whoever has opened it closes it.
 *
 * @param closes whether it is ours to close
 */
record LogSink(OutputStream out, boolean closes) {
  private static final Logger LOG = Logger.getLogger(LogSink.class);

  /** inode(7): the bits of a mode that tell what it is of, and those of a named pipe. */
  private static final int FILE_TYPE = 0170000;

  private static final int PIPE = 0010000;

  /**
   * @throws IOException when a file cannot be opened for appending
   */
  static LogSink open(Target target) throws IOException {
    return switch (target) {
      case Target.Off _ -> new LogSink(OutputStream.nullOutputStream(), false);
      case Target.Stdout _ -> new LogSink(StandardOutput.shared(), false);
      case Target.File file -> new LogSink(open(file.path()), true);
    };
  }

  private static OutputStream open(Path path) throws IOException {
    return isPipe(path)
        // For reading too, fifo(7): else who starts waits for a reader, maybe for ever.
        ? Channels.newOutputStream(
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE))
        : Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static boolean isPipe(Path path) throws IOException {
    return Files.exists(path)
        && Files.getAttribute(path, "unix:mode") instanceof Integer mode
        && (mode & FILE_TYPE) == PIPE;
  }

  void close() {
    if (closes) {
      try {
        out.close();
      } catch (IOException e) {
        LOG.warnf("access log: %s", e.getMessage());
      }
    }
  }
}
