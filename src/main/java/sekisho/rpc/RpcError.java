package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Why a call has no result (§5.1).
 *
 * @param code for programs
 * @param message one sentence for people
 * @param data what else there is to know
 */
record RpcError(int code, String message, Optional<JsonNode> data) {
  ObjectNode node() {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    data.ifPresent(value -> node.set("data", value));
    return node;
  }
}
