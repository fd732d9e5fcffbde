package sekisho;

import java.util.List;
import sekisho.control.Companion;
import sekisho.control.RunningProxy;
import sekisho.control.Supervision;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;

/** What is above the proxy in this program: what can be asked of it, and who serves the answers. */
final class Overseers implements Supervision {
  @Override
  public List<RpcMethod<?>> methods(RunningProxy proxy) {
    return List.of(RunningProgram.method());
  }

  @Override
  public List<Companion> companions(RunningProxy proxy, Methods methods) {
    return List.of();
  }
}
