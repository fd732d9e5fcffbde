package sekisho.control;

import java.util.List;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;

/** What stands above a proxy and looks at it: made once the proxy is there. */
public interface Supervision {
  /** What can be asked besides what the proxy itself has to tell. */
  List<RpcMethod<?>> methods(RunningProxy proxy);

  /**
   * What listens beside the data path, not set up yet.
   *
   * @param methods all that can be asked
   */
  List<Companion> companions(RunningProxy proxy, Methods methods);

  /** Nobody looks. */
  static Supervision none() {
    return new Supervision() {
      @Override
      public List<RpcMethod<?>> methods(RunningProxy proxy) {
        return List.of();
      }

      @Override
      public List<Companion> companions(RunningProxy proxy, Methods methods) {
        return List.of();
      }
    };
  }
}
