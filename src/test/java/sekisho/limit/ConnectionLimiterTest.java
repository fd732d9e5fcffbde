package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.limit.Limits.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;
import sekisho.limit.ConnectionLimiter.Slot;

class ConnectionLimiterTest {

  @Test
  void there_are_as_many_places_as_configured_and_one_that_is_given_back_is_there_again() {
    ConnectionLimiter limiter = new ConnectionLimiter(Limits.connections(2));
    Slot first = limiter.take(client(1));

    assertThat(limiter.take(client(1))).isNotNull();
    assertThat(limiter.take(client(1))).isNull();
    assertThat(limiter.take(client(2))).isNotNull();
    first.release();

    assertThat(limiter.take(client(1))).isNotNull();
    assertThat(limiter.take(client(1))).isNull();
  }

  @Test
  void a_place_can_be_given_back_once() {
    ConnectionLimiter limiter = new ConnectionLimiter(Limits.connections(2));
    Slot first = limiter.take(client(1));
    limiter.take(client(1));

    first.release();
    first.release();

    assertThat(limiter.take(client(1))).isNotNull();
    assertThat(limiter.take(client(1))).isNull();
  }

  @Test
  void a_dry_run_counts_all_and_tells_which_are_too_many() {
    ConnectionLimiter limiter = new ConnectionLimiter(Limits.dryConnections(1));

    Slot first = limiter.take(client(1));
    Slot second = limiter.take(client(1));

    assertThat(first.isOverLimit()).isFalse();
    assertThat(second.isOverLimit()).isTrue();
    first.release();
    second.release();
    assertThat(limiter.take(client(1)).isOverLimit()).isFalse();
  }

  @Test
  void whatever_is_taken_and_given_back_in_any_order_no_key_has_too_many_and_none_is_lost() {
    Seeds.each(random -> {
      int max = 1 + random.nextInt(4);
      ConnectionLimiter limiter = new ConnectionLimiter(Limits.connections(max));
      Map<Integer, List<Slot>> taken = new HashMap<>();
      for (int i = 0; i < 20_000; i++) {
        int client = random.nextInt(20);
        List<Slot> slots = taken.computeIfAbsent(client, _ -> new ArrayList<>());
        if (random.nextBoolean()) {
          Slot slot = limiter.take(client(client));
          assertThat(slot == null).isEqualTo(slots.size() == max);
          if (slot != null) {
            slots.add(slot);
          }
        } else if (!slots.isEmpty()) {
          slots.remove(random.nextInt(slots.size())).release();
        }
      }
      assertThat(limiter.keys())
          .isEqualTo((int) taken.values().stream().filter(slots -> !slots.isEmpty()).count());
      taken.values().forEach(slots -> slots.forEach(Slot::release));
      assertThat(limiter.keys()).isZero();
    });
  }

  @Test
  void threads_never_have_more_of_one_key_than_there_are_and_lose_none() throws Exception {
    int max = 3;
    ConnectionLimiter limiter = new ConnectionLimiter(Limits.connections(max));
    AtomicInteger inUse = new AtomicInteger();
    ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 20_000; i++) {
                  Slot slot = limiter.take(ClientKey.everybody());
                  if (slot != null) {
                    seen.add(inUse.incrementAndGet());
                    inUse.decrementAndGet();
                    slot.release();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(seen).isNotEmpty().allMatch(count -> count <= max);
    assertThat(limiter.keys()).isZero();
  }
}
