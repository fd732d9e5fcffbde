package sekisho.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sekisho.live.LiveConnection;
import sekisho.live.LiveConnections;
import sekisho.model.Destination;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;
import sekisho.model.SniRouting;
import sekisho.route.SniRouter;

class GenerationsTest {
  private final Generation first = rejecting(1, RejectManner.DROP);
  private final Generation second = rejecting(2, RejectManner.RESET);
  private final Generation third = rejecting(3, RejectManner.RESET);
  private final List<Generation> released = new ArrayList<>();
  private final LiveConnections connections = new LiveConnections();

  private static Generation rejecting(int number, RejectManner manner) {
    SniRouting routing = new SniRouting(new Destination.Reject(manner), SniGuard.NONE, List.of());
    return new Generation(
        number, Instant.EPOCH, null, new SniRouter(routing), null, null, null, null);
  }

  @Test
  void the_first_is_current_until_another_is_published() {
    Generations generations = new Generations(first, released::add);

    assertThat(generations.current()).isSameAs(first);
    generations.publish(second);

    assertThat(generations.current()).isSameAs(second);
  }

  @Test
  void who_has_read_one_keeps_it() {
    Generations generations = new Generations(first, released::add);
    Generation read = generations.current();

    generations.publish(second);

    assertThat(read).isSameAs(first);
  }

  @Test
  void what_is_published_is_seen_by_every_thread() throws InterruptedException {
    Generations generations = new Generations(first, released::add);
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

  @Test
  void one_without_connections_is_released_when_another_is_published() {
    Generations generations = new Generations(first, released::add);

    generations.publish(second);

    assertThat(released).containsExactly(first);
    assertThat(generations.living()).containsExactly(new Generations.Living(second, 0));
  }

  @Test
  void one_is_released_when_its_last_connection_has_ended_and_not_before() {
    Generations generations = new Generations(first, released::add);
    Pin one = generations.pin(connection());
    Pin other = generations.pin(connection());
    generations.publish(second);

    one.release();

    assertThat(released).isEmpty();
    assertThat(generations.living())
        .containsExactly(new Generations.Living(first, 1), new Generations.Living(second, 0));
    other.release();
    assertThat(released).containsExactly(first);
  }

  @Test
  void a_connection_that_moves_on_lets_go_of_its_own() {
    Generations generations = new Generations(first, released::add);
    LiveConnection connection = connection();
    Pin pin = generations.pin(connection);
    generations.publish(second);
    generations.publish(third);

    boolean moved = pin.moveOnIf(next -> next.equals(third));

    assertThat(moved).isTrue();
    assertThat(pin.generation()).isSameAs(third);
    assertThat(connection.generation()).isEqualTo(3);
    assertThat(released).containsExactlyInAnyOrder(first, second);
    assertThat(generations.living()).containsExactly(new Generations.Living(third, 1));
  }

  @Test
  void a_connection_that_is_not_suited_stays() {
    Generations generations = new Generations(first, released::add);
    LiveConnection connection = connection();
    Pin pin = generations.pin(connection);
    generations.publish(second);

    boolean moved = pin.moveOnIf(_ -> false);

    assertThat(moved).isFalse();
    assertThat(pin.generation()).isSameAs(first);
    assertThat(pin.isCurrent()).isFalse();
    assertThat(connection.generation()).isEqualTo(1);
    assertThat(released).isEmpty();
  }

  @Test
  void the_current_one_is_kept_without_connections() {
    Generations generations = new Generations(first, released::add);
    Pin pin = generations.pin(connection());

    pin.release();

    assertThat(released).isEmpty();
    generations.close();
    assertThat(released).containsExactly(first);
  }

  @Test
  void every_generation_is_released_once_however_pins_and_reloads_meet() throws Exception {
    Generations generations = new Generations(first, released(released));
    int publications = 2_000;
    try (ExecutorService loops = Executors.newFixedThreadPool(3)) {
      List<Future<?>> pinning = new ArrayList<>();
      AtomicBoolean over = new AtomicBoolean();
      for (int i = 0; i < 3; i++) {
        pinning.add(
            loops.submit(() -> {
              while (!over.get()) {
                Pin pin = generations.pin(connection());
                pin.moveOnIf(_ -> true);
                pin.release();
              }
            }));
      }
      for (int number = 2; number <= publications; number++) {
        generations.publish(rejecting(number, RejectManner.DROP));
      }
      over.set(true);
      for (Future<?> each : pinning) {
        each.get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(generations.living()).hasSize(1);
    synchronized (released) {
      assertThat(released).hasSize(publications - 1).doesNotHaveDuplicates();
    }
  }

  private static Consumer<Generation> released(List<Generation> all) {
    return generation -> {
      synchronized (all) {
        all.add(generation);
      }
    };
  }

  private LiveConnection connection() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return connections.add(address, address, () -> {});
  }
}
