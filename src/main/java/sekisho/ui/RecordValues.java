package sekisho.ui;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What templates see of facts: the components of records, what an {@link Optional} holds as {@code
 * value}, and the name of an enum's constant in lower case as {@code word}. No other method can be
 * called from a template.
 */
final class RecordValues implements ValueResolver {
  private final Map<Class<?>, Map<String, Method>> accessors = new ConcurrentHashMap<>();

  @Override
  public boolean appliesTo(EvalContext context) {
    if (!context.getParams().isEmpty()) {
      return false;
    }
    String name = context.getName();
    return switch (context.getBase()) {
      case null -> false;
      case Record fact -> accessors(fact.getClass()).containsKey(name);
      case Optional<?> _ -> name.equals("value");
      case Enum<?> _ -> name.equals("word");
      default -> false;
    };
  }

  @Override
  public CompletionStage<Object> resolve(EvalContext context) {
    return switch (context.getBase()) {
      case Record fact -> CompletedStage.of(read(fact, context.getName()));
      case Optional<?> held -> CompletedStage.of(held.isPresent() ? held.get() : "");
      case Enum<?> constant -> CompletedStage.of(word(constant));
      case null, default -> Results.notFound(context);
    };
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private Object read(Record fact, String name) {
    Method accessor = accessors(fact.getClass()).get(name);
    if (accessor == null) {
      throw new IllegalArgumentException(fact.getClass() + " has no " + name);
    }
    try {
      return accessor.invoke(fact);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(fact.getClass() + "." + name, e);
    }
  }

  private Map<String, Method> accessors(Class<?> type) {
    return accessors.computeIfAbsent(type, RecordValues::found);
  }

  private static Map<String, Method> found(Class<?> type) {
    Map<String, Method> found = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      // Records of this package are its own business, and so are their accessors.
      accessor.setAccessible(true);
      found.put(component.getName(), accessor);
    }
    return Map.copyOf(found);
  }
}
