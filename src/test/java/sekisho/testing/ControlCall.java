package sekisho.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Calls to a proxy over its control socket, each on a connection of its own.
 *
 * @param socket of the proxy
 */
public record ControlCall(Path socket) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** To the proxy that runs this file, outside of systemd. */
  public static ControlCall ofConfiguration(Path file) {
    return new ControlCall(file.resolveSibling(file.getFileName() + ".sock"));
  }

  /** The answer, whatever it is. */
  public JsonNode answer(String method, String params) {
    String request =
        "{\"jsonrpc\": \"2.0\", \"method\": \"%s\", \"params\": %s, \"id\": 1}\n"
            .formatted(method, params);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
      BufferedReader answers = new BufferedReader(Channels.newReader(channel, UTF_8));
      return JSON.readTree(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The result, which has to be there. */
  public JsonNode result(String method, String params) {
    JsonNode answer = answer(method, params);
    if (!answer.has("result")) {
      throw new AssertionError(method + " " + params + ": " + answer);
    }
    return answer.path("result");
  }

  /** The same without parameters. */
  public JsonNode result(String method) {
    return result(method, "{}");
  }
}
