package sekisho.upstream;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;

/** How every socket of the data path is set up, on both sides. */
public final class TcpOptions {
  /** Product contract: keep-alive probes after a minute of silence, at both sides. */
  static final int KEEPALIVE_IDLE_SECONDS = 60;

  static final int KEEPALIVE_INTERVAL_SECONDS = 15;
  static final int KEEPALIVE_PROBES = 4;

  /** Small first reads for handshakes and requests, growing to 64 KiB for bodies. */
  private static final int MIN_READ_BYTES = 512;

  private static final int FIRST_READ_BYTES = 2048;
  private static final int MAX_READ_BYTES = 65536;

  /** What may wait for a slow reader before the other side is no longer read, in bytes. */
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(64 * 1024, 128 * 1024);

  /**
   * What may wait in the kernel unsent, in bytes: with megabytes there, a client that reads slowly
   * but steadily would look like one that reads nothing, since the kernel asks for more only after
   * a good part has gone.
   */
  private static final int MAX_UNSENT_BYTES = 128 * 1024;

  /** tcp(7): level IPPROTO_TCP, option TCP_WINDOW_CLAMP, which Netty has no name for. */
  private static final IntegerUnixChannelOption WINDOW_CLAMP =
      new IntegerUnixChannelOption("TCP_WINDOW_CLAMP", 6, 10);

  /**
   * What an upstream may have on its way to us, in bytes. After its FIN Netty reads all of it,
   * whatever the client takes, so this bounds the memory of a connection (docs/decisions/0007).
   */
  private static final int MAX_RECEIVE_WINDOW_BYTES = 512 * 1024;

  private TcpOptions() {}

  /** Keeps the kernel from taking more of a fast upstream than a slow client's share of memory. */
  static void boundReceiveWindow(Channel channel) {
    if (channel instanceof SocketChannel) {
      channel.config().setOption(WINDOW_CLAMP, MAX_RECEIVE_WINDOW_BYTES);
    }
  }

  /** Applies them to a channel that has not read yet; reading is on demand from then on. */
  public static void apply(Channel channel) {
    ChannelConfig config = channel.config();
    config.setAutoRead(false);
    config.setAllocator(PooledByteBufAllocator.DEFAULT);
    config.setWriteBufferWaterMark(WATER_MARKS);
    config.setRecvByteBufAllocator(
        new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES));
    // A FIN is an event of its own: what it means depends on who reads it.
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (channel instanceof SocketChannel) {
      config.setOption(ChannelOption.TCP_NODELAY, true);
      config.setOption(ChannelOption.SO_KEEPALIVE, true);
      config.setOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
      config.setOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
      config.setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
      config.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) MAX_UNSENT_BYTES);
    }
  }
}
