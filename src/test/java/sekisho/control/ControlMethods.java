package sekisho.control;

import java.util.ArrayList;
import java.util.List;
import sekisho.rpc.RpcMethod;

/** The methods of this package as they are described; they are not to be called. */
public final class ControlMethods {
  private ControlMethods() {}

  public static List<RpcMethod<?>> described() {
    return new ArrayList<>(AcmeMethods.of(null, null, null, null));
  }
}
