package sekisho.config;

import java.util.Optional;
import java.util.function.Function;

/** What came of reading one text. */
sealed interface Parsed<T> {

  record Good<T>(T value) implements Parsed<T> {}

  /**
   * @param reason says what is wrong after "X …"; never quotes X, which may be a secret
   */
  record Bad<T>(String reason) implements Parsed<T> {}

  static <T> Parsed<T> good(T value) {
    return new Good<>(value);
  }

  static <T> Parsed<T> bad(String reason) {
    return new Bad<>(reason);
  }

  default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Bad<T>(String reason) -> new Bad<>(reason);
    };
  }

  default Optional<String> fault() {
    return switch (this) {
      case Good<T> _ -> Optional.empty();
      case Bad<T>(String reason) -> Optional.of(reason);
    };
  }
}
