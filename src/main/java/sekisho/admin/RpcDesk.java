package sekisho.admin;

import org.jboss.logging.Logger;
import sekisho.rpc.Caller;
import sekisho.rpc.JsonRpc;
import sekisho.rpc.Methods;

/**
 * {@code POST /rpc}: JSON-RPC over HTTP. What JSON-RPC says of a call, be it an error, has the
 * status 200; a request of notifications alone 204.
 *
 * <p>The type has to be JSON: a form of another site cannot send that, and its script not without
 * asking first, which nobody answers.
 */
final class RpcDesk {
  private static final Logger LOG = Logger.getLogger(RpcDesk.class);

  private static final String JSON = "application/json";

  private final Methods methods;
  private final Workers workers;

  /**
   * @param workers methods run on these
   */
  RpcDesk(Methods methods, Workers workers) {
    this.methods = methods;
    this.workers = workers;
  }

  void handle(AdminRequest asked, Visit visit) {
    if (!asked.isPost()) {
      asked.refuseMethod("POST");
      return;
    }
    switch (visit) {
      case Visit.Wrong wrong when wrong.patience().isPresent() -> {
        asked.retryAfter(wrong.patience().get().time());
        asked.refuse(429, "Wrong token, again and again. Wait a moment.");
      }
      case Visit.Wrong _, Visit.Unknown _ -> {
        asked.response().putHeader("WWW-Authenticate", "Bearer realm=\"sekisho\"");
        asked.refuse(401, "Not logged in: a bearer token or a session is needed.");
      }
      case Visit.Known known -> {
        if (!asked.contentType().equals(JSON)) {
          asked.refuse(415, "Content-Type: allowed: " + JSON + ".");
        } else {
          call(asked, known);
        }
      }
    }
  }

  private void call(AdminRequest asked, Visit.Known known) {
    String name = known.identity().name();
    JsonRpc rpc =
        new JsonRpc(
            methods,
            (method, failure) -> LOG.errorf(failure, "the method %s failed unexpectedly", method),
            (method, _) -> Audit.called(method, name, asked.address()));
    asked
        .body(JsonRpc.MAX_REQUEST_BYTES)
        .compose(
            text -> workers.run(asked.context(), () -> rpc.answer(text, new Caller(name, false))))
        .onSuccess(answer -> answer.ifPresentOrElse(asked::json, asked::nothing))
        .onFailure(failure -> {
          if (failure instanceof WholeBody.TooLarge) {
            asked.response().putHeader("Connection", "close");
            asked.json(413, JsonRpc.tooLong());
          } else {
            asked.failed(failure);
          }
        });
  }
}
