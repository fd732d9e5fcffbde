package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** JSON-RPC 2.0, the client's half: one call at a time, and what was answered. */
public sealed interface Reply {
  /** There is only one call to tell from. */
  long ID = 1;

  record Result(JsonNode value) implements Reply {}

  /**
   * @param data what else there is to know
   */
  record Failure(int code, String message, Optional<JsonNode> data) implements Reply {}

  /** No answer to the call. */
  record Unintelligible() implements Reply {}

  /** The text of the call that {@link #of} reads the answer to: one line without its end. */
  static byte[] call(String method, ObjectNode params) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    call.set("jsonrpc", JsonRpc.VERSION_NODE);
    call.put("method", method).put("id", ID).set("params", params);
    return JsonText.write(call);
  }

  /** Reads an answer. An error without an id is one too: the call could not be understood. */
  static Reply of(byte[] text) {
    return switch (JsonText.read(text)) {
      case JsonText.Read.Malformed _ -> new Unintelligible();
      case JsonText.Read.Value(JsonNode answer) -> {
        JsonNode id = answer.path("id");
        JsonNode error = answer.path("error");
        boolean ours = id.isIntegralNumber() && id.canConvertToLong() && id.longValue() == ID;
        if (error.path("code").isInt()
            && error.path("message").isTextual()
            && (ours || id.isNull())) {
          JsonNode data = error.path("data");
          yield new Failure(
              error.path("code").intValue(),
              error.path("message").textValue(),
              data.isMissingNode() ? Optional.empty() : Optional.of(data));
        }
        yield ours && answer.has("result")
            ? new Result(answer.path("result"))
            : new Unintelligible();
      }
    };
  }
}
