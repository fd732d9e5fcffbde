package sekisho.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** What there is to call, as a document of the OpenRPC specification. */
final class OpenRpc {
  static final String METHOD = "rpc.discover";

  private static final String SPECIFICATION = "1.3.2";
  private static final String SCHEMA =
      "https://raw.githubusercontent.com/open-rpc/meta-schema/master/schema.json";

  private OpenRpc() {}

  /**
   * The service discovery method.
   *
   * @param document what it gives
   */
  static RpcMethod<ObjectNode> method(ObjectNode document) {
    return new RpcMethod<>(
        METHOD,
        "Describes every method, as an OpenRPC document.",
        List.of(),
        new ResultType<>(
            JsonNodeFactory.instance.objectNode().put("$ref", SCHEMA), ObjectNode::deepCopy),
        (_, _) -> document);
  }

  /** A document without methods. */
  static ObjectNode document(String version) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openrpc", SPECIFICATION);
    document.putObject("info").put("title", "Sekisho").put("version", version);
    document.putArray("methods");
    return document;
  }

  static void describe(Collection<RpcMethod<?>> methods, ObjectNode document) {
    ArrayNode descriptions = document.withArrayProperty("methods");
    methods.forEach(method -> descriptions.add(description(method)));
  }

  private static ObjectNode description(RpcMethod<?> method) {
    ObjectNode description =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", method.name())
            .put("summary", method.description())
            .put("paramStructure", "either");
    ArrayNode params = description.putArray("params");
    method.parameters().forEach(parameter -> params.add(parameter.descriptor()));
    if (!method.errors().isEmpty()) {
      ArrayNode errors = description.putArray("errors");
      method
          .errors()
          .forEach(
              error -> errors.addObject().put("code", error.code()).put("message", error.when()));
    }
    description.putObject("result").put("name", "result").set("schema", method.result().schema());
    return description;
  }
}
