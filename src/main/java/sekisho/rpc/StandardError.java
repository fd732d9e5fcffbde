package sekisho.rpc;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** The errors that the specification names (§5.1), with its words. */
enum StandardError {
  PARSE_ERROR(-32700, "Parse error"),
  INVALID_REQUEST(-32600, "Invalid Request"),
  METHOD_NOT_FOUND(-32601, "Method not found"),
  INVALID_PARAMS(-32602, "Invalid params"),
  INTERNAL_ERROR(-32603, "Internal error");

  private final int code;
  private final String message;

  StandardError(int code, String message) {
    this.code = code;
    this.message = message;
  }

  int code() {
    return code;
  }

  String message() {
    return message;
  }

  RpcError error() {
    return new RpcError(code, message, Optional.empty());
  }

  /**
   * @param detail for people; goes into {@code data}
   */
  RpcError because(String detail) {
    return new RpcError(code, message, Optional.of(TextNode.valueOf(detail)));
  }
}
