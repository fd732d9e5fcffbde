package sekisho;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sekisho.admin.AdminListener;
import sekisho.admin.LoginNotice;
import sekisho.control.Companion;
import sekisho.control.RunningProxy;
import sekisho.control.Supervision;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.ui.PlainPages;

/** What is above the proxy in this program: what can be asked of it, and who serves the answers. */
final class Overseers implements Supervision {
  private final Vertx vertx;
  private final Optional<Path> file;

  /**
   * @param file the configuration's; empty: the quick start
   */
  Overseers(Vertx vertx, Optional<Path> file) {
    this.vertx = vertx;
    this.file = file;
  }

  @Override
  public List<RpcMethod<?>> methods(RunningProxy proxy) {
    return List.of(RunningProgram.method());
  }

  @Override
  public List<Companion> companions(RunningProxy proxy, Methods methods) {
    return List.of(
        new AdminListener(
            vertx,
            methods,
            new PlainPages(),
            () -> "{}".getBytes(UTF_8),
            LoginNotice.ofProgram(file, System.getenv())));
  }
}
