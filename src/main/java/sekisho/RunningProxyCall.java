package sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sekisho.control.ControlAnswer;
import sekisho.control.ControlClient;

/** What a command asks a running proxy, and what it says where that gives no answer. */
final class RunningProxyCall {
  private final ControlClient client;
  private final Optional<Path> file;
  private final PrintWriter err;

  /**
   * @param file that the proxy runs with; empty: it runs as the service of this machine
   */
  RunningProxyCall(Optional<Path> file, PrintWriter err) {
    this.client =
        file.map(path -> ControlClient.of(path, System.getenv()))
            .orElseGet(() -> ControlClient.ofService(System.getenv()));
    this.file = file;
    this.err = err;
  }

  /** Its answer; empty: there is none, and the operator was told why. */
  Optional<JsonNode> ask(String method, Duration patience) {
    return ask(method, JsonNodeFactory.instance.objectNode(), patience);
  }

  /** The same of a method that is told which file is meant: the service may run with another. */
  Optional<JsonNode> askOfFile(String method, Duration patience) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    file.ifPresent(path -> params.put("file", path.toAbsolutePath().toString()));
    return ask(method, params, patience);
  }

  private Optional<JsonNode> ask(String method, ObjectNode params, Duration patience) {
    return switch (client.call(method, params, patience)) {
      case ControlAnswer.Result(JsonNode result) -> Optional.of(result);
      case ControlAnswer.Refused refused -> {
        err.println("sekisho: " + refused.text());
        yield Optional.empty();
      }
      case ControlAnswer.Unreachable(String why) -> {
        err.println("sekisho: " + why);
        yield Optional.empty();
      }
    };
  }

  /** Its answer, where it knows the method and has one; nobody is told why not. */
  Optional<JsonNode> askQuietly(String method, Duration patience) {
    return client.call(method, JsonNodeFactory.instance.objectNode(), patience)
            instanceof ControlAnswer.Result(JsonNode result)
        ? Optional.of(result)
        : Optional.empty();
  }
}
