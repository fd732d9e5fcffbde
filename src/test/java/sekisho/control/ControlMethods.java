package sekisho.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.rpc.RpcMethod;

/** The methods of this package as they are described; they are not to be called. */
public final class ControlMethods {
  private ControlMethods() {}

  public static List<RpcMethod<?>> described() {
    List<RpcMethod<?>> methods = new ArrayList<>(AcmeMethods.of(Optional::empty, null));
    methods.addAll(ConfigMethods.of(null, null));
    methods.add(ProxyStatus.method(null, null));
    methods.add(ExplainMethod.of(null));
    return methods;
  }
}
