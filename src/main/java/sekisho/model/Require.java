package sekisho.model;

import java.time.Duration;

/** The checks that the records of this package share; each names the offender. */
final class Require {
  private Require() {}

  static void that(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  static void notNegative(Duration duration, String name) {
    that(!duration.isNegative(), name + " must not be negative: " + duration);
  }

  static void positive(Duration duration, String name) {
    that(duration.isPositive(), name + " must be positive: " + duration);
  }

  static void error(int status) {
    that(status >= 400 && status <= 599, "status must be 400 to 599: " + status);
  }

  static void port(int port) {
    that(port >= 0 && port <= 65535, "port must be 0 to 65535: " + port);
  }
}
