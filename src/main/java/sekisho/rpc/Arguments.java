package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of a call's parameters, by name or by position (§4.2), each checked. */
public final class Arguments {
  private final List<Parameter<?>> parameters;
  private final Map<String, JsonNode> values;

  private Arguments(List<Parameter<?>> parameters, Map<String, JsonNode> values) {
    this.parameters = parameters;
    this.values = values;
  }

  /**
   * @param params an array, an object, or missing
   */
  static Arguments of(List<Parameter<?>> parameters, JsonNode params) throws RpcException {
    Map<String, JsonNode> values =
        params.isArray() ? byPosition(parameters, params) : byName(parameters, params);
    Arguments arguments = new Arguments(parameters, values);
    for (Parameter<?> parameter : parameters) {
      if (parameter.read(arguments.node(parameter)).isEmpty()) {
        throw RpcException.invalidParams(
            parameter.name()
                + (values.containsKey(parameter.name()) ? "" : " is missing")
                + ": allowed: "
                + parameter.inWords());
      }
    }
    return arguments;
  }

  private static Map<String, JsonNode> byPosition(List<Parameter<?>> parameters, JsonNode params)
      throws RpcException {
    if (params.size() > parameters.size()) {
      throw RpcException.invalidParams(
          params.size() + " parameters; allowed: at most " + parameters.size());
    }
    Map<String, JsonNode> values = new HashMap<>();
    for (int i = 0; i < params.size(); i++) {
      values.put(parameters.get(i).name(), params.get(i));
    }
    return values;
  }

  private static Map<String, JsonNode> byName(List<Parameter<?>> parameters, JsonNode params)
      throws RpcException {
    Set<String> names = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
    Map<String, JsonNode> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : params.properties()) {
      // §4.2: the names must match exactly. What nobody reads is a mistake that would go unseen.
      if (!names.contains(member.getKey())) {
        throw RpcException.invalidParams(
            "unknown: " + shortened(member.getKey()) + allowed(parameters));
      }
      values.put(member.getKey(), member.getValue());
    }
    return values;
  }

  private static String allowed(List<Parameter<?>> parameters) {
    return parameters.isEmpty()
        ? "; there are no parameters"
        : parameters.stream()
            .map(Parameter::name)
            .collect(Collectors.joining(", ", "; allowed: ", ""));
  }

  private static String shortened(String name) {
    int longest = 64;
    return name.length() <= longest ? name : name.substring(0, longest) + "...";
  }

  private JsonNode node(Parameter<?> parameter) {
    return values.getOrDefault(parameter.name(), MissingNode.getInstance());
  }

  /**
   * @param parameter one of the method's own
   */
  public <T> T valueOf(Parameter<T> parameter) {
    if (!parameters.contains(parameter)) {
      throw new IllegalArgumentException("the method has no parameter " + parameter.name());
    }
    return parameter.read(node(parameter)).orElseThrow();
  }
}
