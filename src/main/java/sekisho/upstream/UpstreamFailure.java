package sekisho.upstream;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.fault.KernelWords;
import sekisho.metrics.Reason;

/**
 * Why an upstream could not be used.
 *
 * @param reason for counters and answers
 * @param detail one line for the log, without anything a client or upstream wrote
 * @param noRetry where a connection was lost, why the request was not sent again; null elsewhere
 */
public record UpstreamFailure(Reason reason, String detail, @Nullable NoRetry noRetry) {
  // errno(3), the same on every architecture: too many open files in the system, in the process.
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;

  UpstreamFailure(Reason reason, String detail) {
    this(reason, detail, null);
  }

  /** Whether it tells something of the upstream, and not of us. */
  boolean isOfUpstream() {
    return reason != Reason.FILE_LIMIT && reason != Reason.INTERNAL;
  }

  UpstreamFailure because(NoRetry why) {
    return new UpstreamFailure(reason, detail, why);
  }

  /** Names what an exception of a connection attempt means. */
  static UpstreamFailure ofConnect(Throwable cause, String target) {
    Reason reason =
        switch (withoutWrapping(cause)) {
          case NativeIoException limit when isFileLimit(limit) -> Reason.FILE_LIMIT;
          case ConnectTimeoutException _ -> Reason.UPSTREAM_CONNECT_TIMEOUT;
          case ConnectException refused when isRefused(refused) -> Reason.UPSTREAM_CONNECT_REFUSED;
          default -> Reason.UPSTREAM_CONNECT_FAILED;
        };
    return new UpstreamFailure(reason, target + ": " + wordsOfKernel(text(cause), target));
  }

  /** Without Netty's name and number of the call before them, and the address once more behind. */
  private static String wordsOfKernel(String text, String target) {
    String words = KernelWords.withoutCall(text);
    String again = ": " + target;
    return words.endsWith(again) ? words.substring(0, words.length() - again.length()) : words;
  }

  /** A fault of our own, of which the log has the rest. */
  public static UpstreamFailure internal(Throwable fault, String target) {
    return new UpstreamFailure(Reason.INTERNAL, target + ": " + text(fault));
  }

  /** Names what ended the attempt to begin TLS on a connection. */
  static UpstreamFailure ofHandshake(Throwable cause, String target) {
    Reason reason =
        cause instanceof SslHandshakeTimeoutException
            ? Reason.UPSTREAM_CONNECT_TIMEOUT
            : Reason.UPSTREAM_TLS;
    return new UpstreamFailure(reason, target + ": " + text(root(cause)));
  }

  /** The TLS library wraps what it is told, as why a certificate is not believed, several times. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root;
  }

  /**
   * The connection has ended in the middle of an exchange.
   *
   * @param cleanly whether the upstream has said that it ends
   */
  static UpstreamFailure closed(Object target, boolean cleanly) {
    return new UpstreamFailure(
        Reason.UPSTREAM_RESET, target + (cleanly ? ": closed" : ": cut") + " before the end");
  }

  /** Names what an exception of an established exchange means. */
  static UpstreamFailure ofExchange(Throwable cause, String target) {
    Reason reason =
        switch (cause) {
          case SSLException _ -> Reason.UPSTREAM_TLS;
          // What Netty's TLS handler could not decode.
          case DecoderException _ -> Reason.UPSTREAM_TLS;
          case IOException _ -> Reason.UPSTREAM_RESET;
          // No network does this: a fault of our own.
          default -> Reason.INTERNAL;
        };
    return new UpstreamFailure(reason, target + ": " + text(cause));
  }

  /** What Netty could not make a socket for, it tells in an exception around the kernel's own. */
  private static Throwable withoutWrapping(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof ChannelException && inner != null ? inner : cause;
  }

  private static boolean isFileLimit(NativeIoException cause) {
    return cause.expectedErr() == -EMFILE || cause.expectedErr() == -ENFILE;
  }

  private static boolean isRefused(ConnectException cause) {
    return String.valueOf(cause.getMessage()).contains("refused");
  }

  private static String text(Throwable thrown) {
    Throwable cause = withoutWrapping(thrown);
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
