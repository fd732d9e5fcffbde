package sekisho.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.rpc.Reply;

/** A command's side of the control socket: one connection, one call, one answer. Blocking. */
public final class ControlClient {
  private static final Logger LOG = Logger.getLogger(ControlClient.class);

  /** What is longer is no answer of a proxy. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  /** For the proxy to take a request: it reads them as they come. */
  private static final Duration SENDING_TIME = Duration.ofSeconds(10);

  private final String file;
  private final Path socket;

  private ControlClient(String file, Path socket) {
    this.file = file;
    this.socket = socket;
  }

  /** Of the proxy that runs {@code file}. */
  public static ControlClient of(Path file, Map<String, String> environment) {
    return new ControlClient(file.toString(), SocketPath.toReach(file, environment));
  }

  /** Of the proxy that runs as the service of this machine. */
  public static ControlClient ofService(Map<String, String> environment) {
    return new ControlClient("the service's file", SocketPath.toReach(environment));
  }

  /**
   * Calls a method.
   *
   * @param params by name
   * @param patience how long the method may take
   */
  public ControlAnswer call(String method, ObjectNode params, Duration patience) {
    if (Files.notExists(socket)) {
      return nobody(socket + " does not exist");
    }
    if (SocketPath.isTooLong(socket)) {
      return nobody(socket + " is too long a path for a Unix socket");
    }
    try (LineChannel lines =
        LineChannel.of(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
      return converse(lines, Reply.call(method, params), patience);
    } catch (ConnectException e) {
      return nobody("nobody listens at " + socket + ", which one that was killed has left");
    } catch (IOException e) {
      return new ControlAnswer.Unreachable("cannot talk to " + socket + ": " + e.getMessage());
    }
  }

  private ControlAnswer nobody(String reason) {
    return new ControlAnswer.Unreachable("no proxy runs with " + file + ": " + reason);
  }

  private ControlAnswer converse(LineChannel lines, byte[] call, Duration patience) {
    String broken = "the proxy at " + socket + " ended the connection before it had answered";
    try {
      send(lines, call);
      return switch (lines.read(MAX_ANSWER_BYTES, patience)) {
        case LineChannel.Received.Line line -> answer(Reply.of(line.text()));
        case LineChannel.Received.End _, LineChannel.Received.Unfinished _ ->
            new ControlAnswer.Unreachable(broken);
        case LineChannel.Received.Late _ ->
            new ControlAnswer.Unreachable(
                "the proxy at "
                    + socket
                    + " has not answered within "
                    + patience.toSeconds()
                    + " s");
        case LineChannel.Received.TooLong _ -> unintelligible();
      };
    } catch (IOException e) {
      return new ControlAnswer.Unreachable(broken + ": " + e.getMessage());
    }
  }

  private static void send(LineChannel lines, byte[] call) {
    try {
      lines.write(call, SENDING_TIME);
    } catch (IOException e) {
      // Who does not take it has said why, or ends the connection: reading tells.
      LOG.debugf("the call could not be sent: %s", e.getMessage());
    }
  }

  private ControlAnswer answer(Reply reply) {
    return switch (reply) {
      case Reply.Result(JsonNode value) -> new ControlAnswer.Result(value);
      case Reply.Failure(int code, String message, Optional<JsonNode> data) ->
          new ControlAnswer.Refused(code, message, data);
      case Reply.Unintelligible _ -> unintelligible();
    };
  }

  private ControlAnswer unintelligible() {
    return new ControlAnswer.Unreachable(
        "what listens at " + socket + " does not answer as a proxy");
  }
}
