package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/**
 * JSON-RPC 2.0 (https://www.jsonrpc.org/specification), the server's half: a request's text in, an
 * answer's text out.
 *
 * <p>Knows no transport. Thread-safe; methods run on the thread that asks, and the calls of a batch
 * one after the other.
 */
public final class JsonRpc {
  /** The longest request: what is longer is an accident or an attack. */
  public static final int MAX_REQUEST_BYTES = 1 << 20;

  static final TextNode VERSION_NODE = TextNode.valueOf(Message.VERSION);

  // Enough for a page that asks for everything at once.
  private static final int MAX_BATCH = 64;

  private final Methods methods;
  private final Faults faults;
  private final Calls calls;

  /** Hears of what no method foresaw, and no caller is told. */
  @FunctionalInterface
  public interface Faults {
    void failed(String method, Throwable failure);
  }

  /** Hears of every call of a method that there is, before it begins. */
  @FunctionalInterface
  public interface Calls {
    void called(String method, Caller caller);
  }

  public JsonRpc(Methods methods, Faults faults) {
    this(methods, faults, (_, _) -> {});
  }

  public JsonRpc(Methods methods, Faults faults, Calls calls) {
    this.methods = methods;
    this.faults = faults;
    this.calls = calls;
  }

  /**
   * Does what a request asks for.
   *
   * @param text a JSON text in UTF-8
   * @return one line of ASCII without its end; empty where nothing was asked that wants an answer
   */
  public Optional<byte[]> answer(byte[] text, Caller caller) {
    if (text.length > MAX_REQUEST_BYTES) {
      return Optional.of(tooLong());
    }
    return switch (JsonText.read(text)) {
      case JsonText.Read.Malformed(String reason) ->
          Optional.of(failure(StandardError.PARSE_ERROR.because(reason)));
      case JsonText.Read.Value(JsonNode node) ->
          (node.isArray() ? batch(node, caller) : single(node, caller)).map(JsonText::write);
    };
  }

  /** What a transport says to a request that is longer than {@link #MAX_REQUEST_BYTES}. */
  public static byte[] tooLong() {
    return refusal("longer than " + MAX_REQUEST_BYTES + " bytes");
  }

  /**
   * What a transport says to what it cannot make a request of.
   *
   * @param reason for people
   */
  public static byte[] refusal(String reason) {
    return failure(StandardError.INVALID_REQUEST.because(reason));
  }

  /**
   * What a transport says to whom it does not let ask.
   *
   * @param code from -32099 to -32000, which is for servers (§5.1)
   * @param message one sentence for people
   */
  public static byte[] refusal(int code, String message) {
    return failure(new RpcError(code, message, Optional.empty()));
  }

  private static byte[] failure(RpcError error) {
    return JsonText.write(failure(error, NullNode.instance));
  }

  private Optional<? extends JsonNode> batch(JsonNode batch, Caller caller) {
    if (batch.isEmpty() || batch.size() > MAX_BATCH) {
      String reason = "a batch of " + batch.size() + "; allowed: 1 to " + MAX_BATCH;
      return Optional.of(failure(StandardError.INVALID_REQUEST.because(reason), NullNode.instance));
    }
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    batch.forEach(node -> single(node, caller).ifPresent(answers::add));
    // §6: nothing at all, and no empty array.
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers);
  }

  private Optional<ObjectNode> single(JsonNode node, Caller caller) {
    return switch (Message.of(node)) {
      case Message.Invalid(JsonNode id, String reason) ->
          Optional.of(failure(StandardError.INVALID_REQUEST.because(reason), id));
      case Message.Call(JsonNode id, String method, JsonNode params) ->
          Optional.of(call(method, params, caller, id));
      case Message.Notification(String method, JsonNode params) -> {
        var _ = call(method, params, caller, NullNode.instance);
        yield Optional.empty();
      }
    };
  }

  private ObjectNode call(String name, JsonNode params, Caller caller, JsonNode id) {
    Optional<RpcMethod<?>> method = methods.named(name);
    if (method.isEmpty()) {
      return failure(StandardError.METHOD_NOT_FOUND.error(), id);
    }
    calls.called(name, caller);
    try {
      ObjectNode answer = envelope();
      answer.set("result", method.get().call(params, caller));
      answer.set("id", id);
      return answer;
    } catch (RpcException e) {
      return failure(e.error(), id);
    } catch (RuntimeException | Error e) {
      // Errors too: who asked waits for an answer, and the thread is the transport's.
      faults.failed(name, e);
      return failure(StandardError.INTERNAL_ERROR.error(), id);
    }
  }

  private static ObjectNode failure(RpcError error, JsonNode id) {
    ObjectNode answer = envelope();
    answer.set("error", error.node());
    answer.set("id", id);
    return answer;
  }

  private static ObjectNode envelope() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("jsonrpc", VERSION_NODE);
    return answer;
  }
}
