package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** One object of a request (§4). Members that the specification does not know are not looked at. */
sealed interface Message {
  String VERSION = "2.0";

  /**
   * Wants an answer.
   *
   * @param id a string, a number or null, as it came
   * @param params an array, an object, or missing
   */
  record Call(JsonNode id, String method, JsonNode params) implements Message {}

  /** Is not answered, whatever becomes of it (§4.1). */
  record Notification(String method, JsonNode params) implements Message {}

  /**
   * Neither.
   *
   * @param id its id where it has a sound one, else null (§5)
   */
  record Invalid(JsonNode id, String reason) implements Message {}

  static Message of(JsonNode node) {
    if (!node.isObject()) {
      return new Invalid(NullNode.instance, "a request is an object");
    }
    JsonNode id = node.path("id");
    boolean sound = id.isTextual() || id.isNumber() || id.isNull();
    JsonNode known = sound ? id : NullNode.instance;
    JsonNode method = node.path("method");
    JsonNode params = node.path("params");
    if (!sound && !id.isMissingNode()) {
      return new Invalid(known, "id: allowed: a string, a number or null");
    }
    if (!node.path("jsonrpc").equals(JsonRpc.VERSION_NODE)) {
      return new Invalid(known, "jsonrpc: allowed: \"" + VERSION + "\"");
    }
    if (!method.isTextual()) {
      return new Invalid(known, "method: allowed: a string");
    }
    if (!params.isContainerNode() && !params.isMissingNode()) {
      return new Invalid(known, "params: allowed: an array or an object");
    }
    return id.isMissingNode()
        ? new Notification(method.textValue(), params)
        : new Call(id, method.textValue(), params);
  }
}
