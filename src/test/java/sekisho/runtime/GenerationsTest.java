package sekisho.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;
import sekisho.model.SniRouting;
import sekisho.route.SniRouter;

class GenerationsTest {
  private final Generation first = rejecting(RejectManner.DROP);
  private final Generation second = rejecting(RejectManner.RESET);

  private static Generation rejecting(RejectManner manner) {
    SniRouting routing = new SniRouting(new Destination.Reject(manner), SniGuard.NONE, List.of());
    return new Generation(null, new SniRouter(routing), null, null, null, null);
  }

  @Test
  void the_first_is_current_until_another_is_published() {
    Generations generations = new Generations(first);

    assertThat(generations.current()).isSameAs(first);
    generations.publish(second);

    assertThat(generations.current()).isSameAs(second);
  }

  @Test
  void who_has_read_one_keeps_it() {
    Generations generations = new Generations(first);
    Generation read = generations.current();

    generations.publish(second);

    assertThat(read).isSameAs(first);
  }

  @Test
  void what_is_published_is_seen_by_every_thread() throws InterruptedException {
    Generations generations = new Generations(first);
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              while (!generations.current().equals(second)) {
                Thread.onSpinWait();
              }
            });

    generations.publish(second);

    assertThat(waiting.join(Duration.ofSeconds(60))).isTrue();
  }
}
