package sekisho.message;

import io.netty.util.concurrent.FastThreadLocal;

/** An array that every parser of one event loop uses in turn; never across a return to the loop. */
public final class LoopScratch {
  private static final FastThreadLocal<byte[]> BYTES = new FastThreadLocal<>();

  private LoopScratch() {}

  /** The current thread's array of at least {@code minBytes}; its contents are nobody's. */
  public static byte[] ofAtLeast(int minBytes) {
    byte[] bytes = BYTES.getIfExists();
    if (bytes == null || bytes.length < minBytes) {
      bytes = new byte[minBytes];
      BYTES.set(bytes);
    }
    return bytes;
  }
}
