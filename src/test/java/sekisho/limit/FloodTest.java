package sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.limit.Limits.client;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million clients of whom nobody has heard. */
class FloodTest {
  private static final int CLIENTS = 1_000_000;

  /** 120 measured; room for JVMs with larger object headers. */
  private static final long MAX_BYTES_PER_KEY = 200;

  private long nanos;

  @Test
  void buckets_are_bounded_and_so_is_their_memory() {
    long before = heapBytes();
    RateLimiter limiter = limiter();

    for (int i = 0; i < CLIENTS; i++) {
      nanos++;
      limiter.take(client(i * 0x1_0000L));
    }

    long bytesPerKey = (heapBytes() - before) / limiter.keys();
    System.Logger log = System.getLogger(FloodTest.class.getName());
    log.log(
        System.Logger.Level.INFO,
        "{0} keys kept of {1}, {2} bytes each",
        limiter.keys(),
        CLIENTS,
        bytesPerKey);
    assertThat(limiter.keys()).isBetween(RateLimiter.MAX_KEYS * 9 / 10, RateLimiter.MAX_KEYS);
    assertThat(bytesPerKey).isLessThan(MAX_BYTES_PER_KEY);
  }

  @Test
  void who_is_active_keeps_the_bucket_and_the_idlest_lose_theirs() {
    RateLimiter limiter = limiter();
    ClientKey active = client(-1);
    limiter.take(active);

    for (int i = 0; i < CLIENTS; i++) {
      limiter.take(client(i * 0x1_0000L));
      if (i % 1000 == 0) {
        assertThat(limiter.take(active)).isPositive();
      }
    }

    assertThat(limiter.take(client(0))).isZero();
    assertThat(limiter.take(client((CLIENTS - 1) * 0x1_0000L))).isPositive();
  }

  @Test
  void texts_of_any_length_cost_no_more_than_short_ones() {
    long before = heapBytes();
    RateLimiter limiter = limiter();

    for (int i = 0; i < 2 * RateLimiter.MAX_KEYS; i++) {
      limiter.take(ClientKey.of(i + "x".repeat(16_000)));
    }

    assertThat((heapBytes() - before) / limiter.keys()).isLessThan(2 * MAX_BYTES_PER_KEY);
  }

  @Test
  void places_are_kept_for_as_long_as_they_are_taken() {
    ConnectionLimiter limiter = new ConnectionLimiter(Limits.connections(1));
    List<ConnectionLimiter.Slot> slots = new ArrayList<>();

    for (int i = 0; i < CLIENTS; i++) {
      slots.add(limiter.take(client(i)));
      if (slots.size() == 1000) {
        assertThat(limiter.keys()).isEqualTo(1000);
        slots.forEach(ConnectionLimiter.Slot::release);
        slots.clear();
      }
    }

    assertThat(limiter.keys()).isZero();
  }

  /** A token in an hour, so that nobody gets a second one. */
  private RateLimiter limiter() {
    return new RateLimiter(Limits.rate(0.001, 1), () -> nanos);
  }

  private static long heapBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
