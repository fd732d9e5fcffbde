package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A method says no. Everything in it is for the caller: code, message and data go out as they are.
 *
 * <p>What a method did not foresee is no {@code RpcException}; of that the caller learns nothing
 * but that it happened.
 */
public final class RpcException extends Exception {
  /** From -32768 on, the specification's own and those of transports. */
  private static final int FIRST_RESERVED = -32768;

  private static final int LAST_RESERVED = -32000;

  private final transient RpcError error;

  private RpcException(RpcError error) {
    // A refusal, not a fault: nobody reads where it was thrown.
    super(error.message(), null, false, false);
    this.error = error;
  }

  /**
   * @param code outside of what the specification reserves, -32768 to -32000
   * @param message one sentence for people
   */
  public static RpcException of(int code, String message) {
    return new RpcException(application(code, message, Optional.empty()));
  }

  /** As {@link #of(int, String)}, with more to know. */
  public static RpcException of(int code, String message, JsonNode data) {
    return new RpcException(application(code, message, Optional.of(data)));
  }

  /**
   * Parameters that have the right types and make no sense all the same.
   *
   * @param detail which one, why, and what is allowed
   */
  public static RpcException invalidParams(String detail) {
    return new RpcException(StandardError.INVALID_PARAMS.because(detail));
  }

  private static RpcError application(int code, String message, Optional<JsonNode> data) {
    if (code >= FIRST_RESERVED && code <= LAST_RESERVED) {
      throw new IllegalArgumentException("the specification reserves " + code);
    }
    return new RpcError(code, message, data);
  }

  RpcError error() {
    return error;
  }
}
