package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;

class WatchdogTest {
  private static final Duration PATIENCE = Duration.ofMillis(40);

  private final Queue<CompletableFuture<Void>> questions = new ConcurrentLinkedQueue<>();
  private final AtomicInteger signs = new AtomicInteger();

  @Test
  void a_loop_that_hangs_ends_the_signs_of_life_and_is_not_asked_again() {
    try (Watchdog _ = Watchdog.start(PATIENCE, this::ask, signs::incrementAndGet)) {
      Await.until("the loops are asked", () -> questions.size() == 1);

      Await.passing(PATIENCE.multipliedBy(3));

      assertThat(signs).hasValue(0);
      assertThat(questions).hasSize(1);
    }
  }

  @Test
  void a_loop_that_answers_at_last_brings_them_back() {
    try (Watchdog _ = Watchdog.start(PATIENCE, this::ask, signs::incrementAndGet)) {
      Await.until("the loops are asked", () -> questions.size() == 1);
      questions.element().complete(null);

      Await.until("a sign of life comes", () -> signs.get() == 1);
      Await.until("the loops are asked again", () -> questions.size() == 2);
    }
  }

  @Test
  void a_fault_in_the_asking_is_no_sign_of_life() {
    try (Watchdog _ =
        Watchdog.start(
            PATIENCE,
            () -> {
              questions.add(new CompletableFuture<>());
              throw new IllegalStateException("no loops");
            },
            signs::incrementAndGet)) {
      Await.until("the loops are asked", () -> questions.size() == 1);

      Await.passing(PATIENCE.multipliedBy(3));

      assertThat(signs).hasValue(0);
    }
  }

  private CompletableFuture<Void> ask() {
    CompletableFuture<Void> question = new CompletableFuture<>();
    questions.add(question);
    return question;
  }
}
