package sekisho.upstream;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import sekisho.metrics.Reason;

/**
 * Why an upstream could not be used.
 *
 * @param reason for counters and answers
 * @param detail one line for the log, without anything a client or upstream wrote
 */
public record UpstreamFailure(Reason reason, String detail) {

  /** Names what an exception of a connection attempt means. */
  static UpstreamFailure ofConnect(Throwable cause, String target) {
    Reason reason =
        switch (cause) {
          case ConnectTimeoutException _ -> Reason.UPSTREAM_CONNECT_TIMEOUT;
          case TimeoutException _ -> Reason.UPSTREAM_CONNECT_TIMEOUT;
          case SSLException _ -> Reason.UPSTREAM_TLS;
          case ConnectException refused when isRefused(refused) -> Reason.UPSTREAM_CONNECT_REFUSED;
          default ->
              cause.getClass().getName().contains("Timeout")
                  ? Reason.UPSTREAM_CONNECT_TIMEOUT
                  : Reason.UPSTREAM_CONNECT_FAILED;
        };
    return new UpstreamFailure(reason, target + ": " + text(cause));
  }

  /** Names what an exception of an established exchange means. */
  static UpstreamFailure ofExchange(Throwable cause, String target) {
    Reason reason =
        switch (cause) {
          case SSLException _ -> Reason.UPSTREAM_TLS;
          case io.netty.handler.codec.DecoderException _ -> Reason.UPSTREAM_BAD_RESPONSE;
          case IllegalArgumentException _ -> Reason.UPSTREAM_BAD_RESPONSE;
          case ClosedChannelException _ -> Reason.UPSTREAM_RESET;
          default -> Reason.UPSTREAM_RESET;
        };
    return new UpstreamFailure(reason, target + ": " + text(cause));
  }

  private static boolean isRefused(ConnectException cause) {
    return String.valueOf(cause.getMessage()).contains("refused");
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
