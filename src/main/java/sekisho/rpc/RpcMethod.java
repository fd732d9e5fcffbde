package sekisho.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A method as callers know it, and what it does.
 *
 * @param name what it is called by: words with dots between them
 * @param description one line for people
 * @param parameters in the order in which a list of values is understood; those that may be left
 *     out stand last
 * @param result what it gives
 * @param errors the method's own, as far as they are known beforehand
 * @param action what it does
 * @param <R> what the action returns
 */
public record RpcMethod<R>(
    String name,
    String description,
    List<Parameter<?>> parameters,
    ResultType<R> result,
    List<DeclaredError> errors,
    Action<R> action) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

  public RpcMethod {
    parameters = List.copyOf(parameters);
    errors = List.copyOf(errors);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a method's name: " + name);
    }
    Set<String> names = new HashSet<>();
    boolean left = false;
    for (Parameter<?> parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new IllegalArgumentException(name + " has two parameters " + parameter.name());
      }
      if (left && parameter.isRequired()) {
        throw new IllegalArgumentException(
            name + ": " + parameter.name() + " comes after one that may be left out");
      }
      left |= !parameter.isRequired();
    }
  }

  /** One without errors of its own. */
  public RpcMethod(
      String name,
      String description,
      List<Parameter<?>> parameters,
      ResultType<R> result,
      Action<R> action) {
    this(name, description, parameters, result, List.of(), action);
  }

  /** The same, which is known to fail in one way more. */
  public RpcMethod<R> failing(int code, String when) {
    List<DeclaredError> more = new ArrayList<>(errors);
    more.add(new DeclaredError(code, when));
    return new RpcMethod<>(name, description, parameters, result, more, action);
  }

  /**
   * What a method does. It may take its time: it runs on the thread of whoever asked, and several
   * may run at once.
   *
   * @param <R> what it returns
   */
  @FunctionalInterface
  public interface Action<R> {
    R run(Arguments arguments, Caller caller) throws RpcException;
  }

  JsonNode call(JsonNode params, Caller caller) throws RpcException {
    return result.write(action.run(Arguments.of(parameters, params), caller));
  }
}
