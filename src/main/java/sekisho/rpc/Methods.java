package sekisho.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All methods that can be called, {@code rpc.discover} among them. */
public final class Methods {
  private static final String RESERVED = "rpc.";

  private final Map<String, RpcMethod<?>> byName = new LinkedHashMap<>();

  private Methods() {}

  /**
   * @param version of the product, for {@code rpc.discover}
   * @param methods with names that differ; those that begin with {@code rpc.} are the
   *     specification's own (§8)
   */
  public static Methods of(String version, List<RpcMethod<?>> methods) {
    Methods all = new Methods();
    List<RpcMethod<?>> ordered = new ArrayList<>(methods);
    ordered.forEach(method -> requireFree(method.name()));
    ObjectNode document = OpenRpc.document(version);
    ordered.add(OpenRpc.method(document));
    for (RpcMethod<?> method : ordered) {
      if (all.byName.put(method.name(), method) != null) {
        throw new IllegalArgumentException("there are two methods " + method.name());
      }
    }
    OpenRpc.describe(all.byName.values(), document);
    return all;
  }

  private static void requireFree(String name) {
    if (name.startsWith(RESERVED)) {
      throw new IllegalArgumentException(name + ": the specification's own (§8)");
    }
  }

  Optional<RpcMethod<?>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
