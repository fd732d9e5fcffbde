package sekisho.system;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the connections of /proc/net/tcp and tcp6 by state while it reads them: with 100,000
 * connections that is 15 MB, of which nothing is kept. Used by one thread.
 */
final class TcpCount {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Number, local address, remote address, and then the state, in hexadecimal digits. */
  private static final int STATE = 3;

  private static final TcpState[] STATES = TcpState.values();

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final long[] counts = new long[STATES.length];

  private boolean between;
  private int word;
  private int state;

  /** Counts one file; it may be read in any pieces. */
  void add(InputStream file) throws IOException {
    beginLine();
    for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
      for (int i = 0; i < read; i++) {
        next(buffer[i]);
      }
    }
    endLine();
  }

  private void next(byte b) {
    if (b == '\n') {
      endLine();
      beginLine();
    } else if (b == ' ') {
      between = true;
    } else {
      if (between) {
        between = false;
        word++;
      }
      if (word == STATE) {
        int digit = Character.digit(b, 16);
        // The first line has a word that is no number.
        state = digit < 0 || state < 0 || state > STATES.length ? -1 : state * 16 + digit;
      }
    }
  }

  private void beginLine() {
    between = true;
    word = -1;
    state = 0;
  }

  /** A line that ends before its state, or within it, counts nothing. */
  private void endLine() {
    if (word > STATE && state > 0 && state <= STATES.length) {
      counts[state - 1]++;
    }
  }

  /** Every state, with how many connections are in it. */
  Map<TcpState, Long> counts() {
    Map<TcpState, Long> byState = new EnumMap<>(TcpState.class);
    for (int i = 0; i < STATES.length; i++) {
      byState.put(STATES[i], counts[i]);
    }
    return byState;
  }
}
