package sekisho.http;

/** Whole lines on their way to the disk. The bytes are nobody else's any more. */
final class LogBlock {
  final byte[] bytes;
  final int lines;

  LogBlock(byte[] bytes, int lines) {
    this.bytes = bytes;
    this.lines = lines;
  }
}
