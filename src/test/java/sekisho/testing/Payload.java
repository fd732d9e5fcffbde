package sekisho.testing;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * A long stream of bytes that is known at every position: one pseudo-random block, again and again.
 * Its length is odd, so that nothing lost, doubled or swapped at a round size goes unnoticed.
 */
public final class Payload {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int BLOCK_BYTES = (1 << 20) + 7;

  // The block twice, so that a chunk from any position of it is one range.
  private static final byte[] BLOCKS = blocks();

  private Payload() {}

  private static byte[] blocks() {
    byte[] blocks = new byte[BLOCK_BYTES + CHUNK_BYTES];
    new Random(20251).nextBytes(blocks);
    System.arraycopy(blocks, 0, blocks, BLOCK_BYTES, CHUNK_BYTES);
    return blocks;
  }

  /** Where bytes go. */
  @FunctionalInterface
  public interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /** Where bytes come from: as {@link java.io.InputStream#read(byte[])}. */
  @FunctionalInterface
  public interface Source {
    int read(byte[] into) throws IOException;
  }

  /** Writes the first {@code length} bytes. */
  public static void write(long length, Sink sink) throws IOException {
    for (long at = 0; at < length; at += CHUNK_BYTES) {
      sink.write(BLOCKS, (int) (at % BLOCK_BYTES), (int) Math.min(CHUNK_BYTES, length - at));
    }
  }

  /** The first {@code length} bytes, at most 64 KiB. */
  public static byte[] first(int length) {
    return Arrays.copyOf(BLOCKS, Math.min(length, CHUNK_BYTES));
  }

  /** A check of bytes as they arrive. Not for more than one thread at a time. */
  public static final class Check {
    private long position;

    /** Fails at the first byte that is not the payload's. */
    public void accept(byte[] bytes, int offset, int length) {
      for (int done = 0; done < length; ) {
        int at = (int) (position % BLOCK_BYTES);
        int part = Math.min(length - done, CHUNK_BYTES);
        int from = offset + done;
        int wrong = Arrays.mismatch(bytes, from, from + part, BLOCKS, at, at + part);
        if (wrong >= 0) {
          throw new AssertionError("byte " + (position + wrong) + " of the payload is wrong");
        }
        done += part;
        position += part;
      }
    }

    /** Reads and checks until the source ends or {@code length} bytes have been checked in all. */
    public void readThrough(long length, Source source) throws IOException {
      byte[] buffer = new byte[CHUNK_BYTES];
      while (position < length) {
        int read = source.read(buffer);
        if (read < 0) {
          throw new AssertionError("ended after " + position + " of " + length + " bytes");
        }
        accept(buffer, 0, read);
      }
    }

    /** How many bytes have been checked. */
    public long position() {
      return position;
    }
  }
}
