package sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final LoginThrottle throttle = new LoginThrottle(nanos::get);

  private Duration attempt(String source, String user) {
    return throttle.attempt(source, user, false);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void after_five_attempts_each_failure_doubles_the_wait_up_to_a_minute() {
    for (int i = 0; i < 5; i++) {
      assertThat(attempt("a", "u" + i)).isZero();
    }
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(attempt("a", "v" + seconds)).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds));
      assertThat(attempt("a", "v" + seconds)).isZero();
    }
  }

  @Test
  void a_success_begins_anew_and_an_hour_forgets() {
    for (int i = 0; i < 5; i++) {
      attempt("a", "u");
      attempt("b", "v");
    }
    throttle.succeeded("a", "u");
    pass(Duration.ofMinutes(61));

    assertThat(attempt("a", "u")).isZero();
    assertThat(attempt("b", "v")).isZero();
    assertThat(attempt("b", "v")).isZero();
  }

  @Test
  void a_user_whom_many_guess_at_comes_in_from_anywhere_after_one_bounded_wait() {
    for (int i = 0; i < 1000; i++) {
      attempt("attacker " + i, "admin");
    }

    Duration wait = attempt("home", "admin");

    assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(16));
    // The attackers go on meanwhile.
    for (int second = 0; second < wait.toSeconds(); second++) {
      attempt("new attacker " + second, "admin");
      pass(Duration.ofSeconds(1));
    }
    assertThat(attempt("home", "admin")).isZero();
  }

  @Test
  void a_browser_that_he_came_in_with_before_does_not_wait_for_others() {
    for (int i = 0; i < 1000; i++) {
      attempt("attacker " + i, "admin");
    }

    assertThat(throttle.attempt("browser 1", "admin", true)).isZero();
  }

  @Test
  void many_guessers_have_one_guess_a_wait_each() {
    for (int i = 0; i < 10; i++) {
      attempt("first " + i, "admin");
    }
    int looked = 0;
    for (int i = 0; i < 1000; i++) {
      looked += attempt("source " + i, "admin").isZero() ? 1 : 0;
    }
    assertThat(looked).isZero();
  }
}
