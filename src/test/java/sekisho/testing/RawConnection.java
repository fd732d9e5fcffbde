package sekisho.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One end of a TCP or Unix connection that does what it is told and nothing else.
 *
 * <p>Blocking. One thread may read while another writes; the counters may be read by any.
 */
public final class RawConnection implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final SocketChannel channel;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  RawConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    if (!(channel.getRemoteAddress() instanceof UnixDomainSocketAddress)) {
      // Each write is a segment of its own.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  public static RawConnection to(InetSocketAddress address) {
    return connect(address);
  }

  /** From another address of this machine, as {@code 127.0.0.2}. */
  public static RawConnection from(String source, InetSocketAddress address) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress(source, 0)).connect(address);
      return new RawConnection(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawConnection to(Path unixSocket) {
    return connect(UnixDomainSocketAddress.of(unixSocket));
  }

  private static RawConnection connect(SocketAddress address) {
    try {
      return new RawConnection(SocketChannel.open(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes all of it; what arrives as one segment is written as one. */
  public RawConnection write(byte[] bytes) throws IOException {
    return write(bytes, 0, bytes.length);
  }

  public RawConnection write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      written.addAndGet(channel.write(buffer));
    }
    return this;
  }

  public RawConnection write(String text) throws IOException {
    return write(text.getBytes(ISO_8859_1));
  }

  /** Reads what is there, at least a byte; -1 at the end. */
  public int read(byte[] into) throws IOException {
    int length = channel.read(ByteBuffer.wrap(into));
    read.addAndGet(Math.max(length, 0));
    return length;
  }

  /** Reads what has come by now, which may be nothing. */
  public byte[] readNow() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    channel.configureBlocking(false);
    try {
      read.addAndGet(Math.max(channel.read(buffer), 0));
    } finally {
      channel.configureBlocking(true);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Reads exactly {@code length} bytes. */
  public byte[] readExactly(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int more = channel.read(buffer);
      if (more < 0) {
        throw new EOFException("ended after " + buffer.position() + " of " + length + " bytes");
      }
      read.addAndGet(more);
    }
    return buffer.array();
  }

  /** Reads up to and including {@code end}, byte by byte. */
  public String readThrough(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
      text.append(new String(readExactly(1), ISO_8859_1));
    }
    return text.toString();
  }

  /** Reads until the other side ends the connection. */
  public Ending readToEnd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int length = read(buffer); length >= 0; length = read(buffer)) {
        bytes.write(buffer, 0, length);
      }
      return new Ending(bytes.toByteArray(), Ending.Manner.FIN);
    } catch (SocketException e) {
      return new Ending(bytes.toByteArray(), Ending.Manner.RST);
    }
  }

  /** What comes, as a stream; it is not counted. */
  public InputStream in() {
    return Channels.newInputStream(channel);
  }

  /** Sends FIN: nothing more is written, reading goes on. */
  public RawConnection finish() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  /** Sends RST. */
  public void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  public long bytesRead() {
    return read.get();
  }

  public long bytesWritten() {
    return written.get();
  }

  /** The address of this end. */
  public InetSocketAddress localAddress() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
