package sekisho.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server with the methods of the specification's examples, and some that fail. */
final class Calculator {
  static final int DIVISION_BY_ZERO = 7;
  static final Caller CALLER = new Caller("tester", true);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ParameterType<Long> NUMBER =
      ParameterType.whole(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Parameter<Long> MINUEND =
      Parameter.required("minuend", NUMBER, "what is taken from");
  private static final Parameter<Long> SUBTRAHEND =
      Parameter.required("subtrahend", NUMBER, "what is taken");
  private static final List<Parameter<Optional<Long>>> TERMS =
      List.of(term("a"), term("b"), term("c"), term("d"), term("e"));

  /** What no method foresaw. */
  final List<Throwable> faults = new ArrayList<>();

  /** The methods that have run. */
  final List<String> ran = new ArrayList<>();

  final JsonRpc rpc =
      new JsonRpc(Methods.of("1.2.3", methods()), (_, failure) -> faults.add(failure));

  private static Parameter<Optional<Long>> term(String name) {
    return Parameter.optional(name, NUMBER, "a term");
  }

  private List<RpcMethod<?>> methods() {
    return List.of(
        new RpcMethod<>(
            "subtract",
            "Subtracts.",
            List.of(MINUEND, SUBTRAHEND),
            ResultType.WHOLE,
            (arguments, _) -> {
              ran.add("subtract");
              return arguments.valueOf(MINUEND) - arguments.valueOf(SUBTRAHEND);
            }),
        sum("sum"),
        sum("update"),
        sum("notify_sum"),
        sum("notify_hello"),
        new RpcMethod<>(
            "get_data",
            "Gives a word and a number.",
            List.of(),
            new ResultType<>(
                ResultType.typed("array"),
                word -> JsonNodeFactory.instance.arrayNode().add(word).add(5)),
            (_, _) -> "hello"),
        new RpcMethod<>(
            "who", "Says who asks.", List.of(), ResultType.TEXT, (_, caller) -> caller.name()),
        new RpcMethod<>(
            "divide",
            "Fails.",
            List.of(),
            ResultType.WHOLE,
            (_, _) -> {
              throw RpcException.of(
                  DIVISION_BY_ZERO, "nobody can divide by zero", TextNode.valueOf("not even here"));
            }),
        new RpcMethod<>(
            "break",
            "Fails unexpectedly.",
            List.of(),
            ResultType.WHOLE,
            (_, _) -> {
              throw new IllegalStateException("a secret");
            }));
  }

  private RpcMethod<Long> sum(String name) {
    return new RpcMethod<>(
        name,
        "Adds.",
        List.copyOf(TERMS),
        ResultType.WHOLE,
        (arguments, _) -> {
          ran.add(name);
          return TERMS.stream().mapToLong(term -> arguments.valueOf(term).orElse(0L)).sum();
        });
  }

  /** What is answered, as a text. */
  Optional<String> answer(String request) {
    return rpc.answer(request.getBytes(UTF_8), CALLER).map(answer -> new String(answer, UTF_8));
  }

  /** What is answered to what wants an answer. */
  JsonNode tree(String request) {
    return parse(answer(request).orElseThrow());
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
