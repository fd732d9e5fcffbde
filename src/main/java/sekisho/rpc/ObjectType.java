package sekisho.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a record becomes a JSON object, member by member: {@code
 * ObjectType.<Release>of().with("version", ResultType.TEXT, "of the product",
 * Release::version).type()}.
 *
 * @param <R> the record
 */
public final class ObjectType<R> {
  private final List<Member<R, ?>> members;

  private ObjectType(List<Member<R, ?>> members) {
    this.members = members;
  }

  private record Member<R, T>(
      String name, ResultType<T> type, String description, Function<R, T> value) {

    ObjectNode schema() {
      return type.schema().put("description", description);
    }

    void write(R whole, ObjectNode into) {
      into.set(name, type.write(value.apply(whole)));
    }
  }

  /** One without members yet. */
  public static <R> ObjectType<R> of() {
    return new ObjectType<>(List.of());
  }

  /** This and one more member, which is always there. */
  public <T> ObjectType<R> with(
      String name, ResultType<T> type, String description, Function<R, T> value) {
    List<Member<R, ?>> more = new ArrayList<>(members);
    more.add(new Member<>(name, type, description, value));
    return new ObjectType<>(List.copyOf(more));
  }

  public ResultType<R> type() {
    ObjectNode schema = ResultType.typed("object");
    ObjectNode properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (Member<R, ?> member : members) {
      properties.set(member.name(), member.schema());
      required.add(member.name());
    }
    return new ResultType<>(
        schema,
        whole -> {
          ObjectNode object = JsonNodeFactory.instance.objectNode();
          members.forEach(member -> member.write(whole, object));
          return object;
        });
  }
}
