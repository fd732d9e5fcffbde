package sekisho.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The standard output, which the program's log and the access log may share: what is written at
 * once stays together, also in a pipe that is full.
 *
 * <p>Writing waits for whoever reads it: never on an event loop. Safe from every thread; there is
 * one.
 */
public final class StandardOutput extends OutputStream {
  private static final StandardOutput SHARED = new StandardOutput();

  // Not System.out, which forgets what went wrong; never closed, since it is not ours alone.
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final ReentrantLock turn = new ReentrantLock();

  private StandardOutput() {}

  public static StandardOutput shared() {
    return SHARED;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    turn.lock();
    try {
      out.write(bytes, from, length);
    } finally {
      turn.unlock();
    }
  }
}
