package sekisho.ui;

import io.quarkus.qute.ValueResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How templates write values: {@code {c.sentBytes.bytes}}, {@code {c.since.ago}}. A name that does
 * not fit its value fails the page, and the test that renders it.
 */
final class Formats {
  private static final double NANOS_PER_SECOND = 1e9;

  private Formats() {}

  static ValueResolver[] resolvers(Times times) {
    return new ValueResolver[] {
      of(Number.class, "counted", number -> Units.count(number.longValue())),
      of(Number.class, "bytes", number -> Units.bytes(number.doubleValue())),
      of(Number.class, "secs", number -> Units.seconds(number.doubleValue())),
      of(Number.class, "span", number -> Units.age(ofSeconds(number.doubleValue()))),
      of(Instant.class, "full", times::full),
      of(Instant.class, "time", times::time),
      of(Instant.class, "ago", times::relative),
      of(Instant.class, "iso", Instant::toString),
      of(Collection.class, "listed", Formats::listed),
    };
  }

  private static String listed(Collection<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
  }

  private static <T> ValueResolver of(Class<T> type, String name, Function<T, String> text) {
    return ValueResolver.builder()
        .applyToBaseClass(type)
        .applyToName(name)
        .applyToNoParameters()
        .resolveSync(context -> text.apply(type.cast(context.getBase())))
        .build();
  }
}
