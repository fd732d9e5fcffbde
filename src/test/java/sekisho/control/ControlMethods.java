package sekisho.control;

import java.util.ArrayList;
import java.util.List;
import sekisho.rpc.RpcMethod;

/** The methods of this package as they are described; they are not to be called. */
public final class ControlMethods {
  private ControlMethods() {}

  public static List<RpcMethod<?>> described() {
    List<RpcMethod<?>> methods = new ArrayList<>(ConfigMethods.of(null, null));
    methods.add(ProxyStatus.method(null, null));
    methods.add(ExplainMethod.of(null));
    return methods;
  }
}
