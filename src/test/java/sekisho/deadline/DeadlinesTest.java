package sekisho.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

class DeadlinesTest {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(Deadlines.TICK_MILLIS);

  private final Loop loop = new Loop();
  private final Deadlines wheel = new Deadlines(loop, () -> loop.nanos);
  private final List<String> fired = new ArrayList<>();

  /** A loop whose time is the test's: it runs one timer, which is all that a wheel has. */
  private static final class Loop extends AbstractEventExecutor {
    private long nanos = 123_456_789;
    private Runnable timer;
    private long due;
    private int scheduled;

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      if (timer != null) {
        throw new AssertionError("a second timer");
      }
      timer = task;
      due = nanos + unit.toNanos(delay);
      scheduled++;
      return null;
    }

    void advance(long byNanos) {
      long end = nanos + byNanos;
      while (timer != null && due <= end) {
        nanos = due;
        Runnable task = timer;
        timer = null;
        task.run();
      }
      nanos = end;
    }

    void advanceMillis(long millis) {
      advance(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public boolean inEventLoop(Thread thread) {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public boolean isShuttingDown() {
      return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quiet, long timeout, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<?> terminationFuture() {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void shutdown() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }

  @Test
  void it_is_never_early_and_at_most_a_tick_late() {
    Seeds.each(random -> {
      for (int round = 0; round < 500; round++) {
        neverEarly(random);
      }
    });
  }

  private void neverEarly(Random random) {
    loop.advance(random.nextLong(3 * TICK_NANOS));
    int count = 1 + random.nextInt(5);
    long[] due = new long[count];
    long[] firedAt = new long[count];
    Deadline[] all = new Deadline[count];
    for (int i = 0; i < count; i++) {
      int index = i;
      all[i] = wheel.create(() -> firedAt[index] = loop.nanos);
    }
    for (int armed = 0; armed < 3 * count; armed++) {
      // Each of them, and then whichever anew, armed or not any more.
      int i = armed < count ? armed : random.nextInt(count);
      long millis = random.nextInt(random.nextBoolean() ? 200 : 120_000);
      due[i] = loop.nanos + TimeUnit.MILLISECONDS.toNanos(millis);
      all[i].arm(millis);
      loop.advance(random.nextBoolean() ? 0 : random.nextLong(TICK_NANOS));
    }

    loop.advanceMillis(130_000);

    for (int i = 0; i < count; i++) {
      assertThat(firedAt[i]).isBetween(due[i], due[i] + TICK_NANOS);
    }
  }

  @Test
  void it_fires_once_for_each_arming() {
    Deadline deadline = wheel.create(() -> fired.add("a"));
    deadline.arm(100);
    loop.advanceMillis(1_000);
    assertThat(fired).hasSize(1);
    assertThat(deadline.isArmed()).isFalse();

    deadline.arm(100);
    loop.advanceMillis(1_000);

    assertThat(fired).hasSize(2);
  }

  @Test
  void arming_again_moves_it_either_way() {
    Deadline later = wheel.create(() -> fired.add("later"));
    later.arm(100);
    later.arm(1_000);
    Deadline sooner = wheel.create(() -> fired.add("sooner"));
    sooner.arm(10_000);
    sooner.arm(500);

    loop.advanceMillis(900);
    assertThat(fired).containsExactly("sooner");
    loop.advanceMillis(20_000);

    assertThat(fired).containsExactly("sooner", "later");
  }

  @Test
  void arming_again_within_a_tick_does_not_fire_twice() {
    Deadline one = wheel.create(() -> fired.add("one"));
    Deadline other = wheel.create(() -> fired.add("other"));
    for (int i = 0; i < 10; i++) {
      one.arm(100);
      other.arm(100);
      loop.advance(TICK_NANOS / 10);
    }

    loop.advanceMillis(1_000);

    assertThat(fired).containsExactlyInAnyOrder("one", "other");
    assertThat(one.isArmed()).isFalse();
  }

  @Test
  void disarming_takes_it_away_and_may_be_repeated() {
    Deadline deadline = wheel.create(() -> fired.add("a"));
    deadline.arm(100);

    deadline.disarm();
    deadline.disarm();
    loop.advanceMillis(1_000);

    assertThat(fired).isEmpty();
    assertThat(deadline.isArmed()).isFalse();
  }

  @Test
  void one_may_disarm_its_neighbours_when_it_expires() {
    List<Deadline> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(
          wheel.create(() -> {
            fired.add("one");
            all.forEach(Deadline::disarm);
          }));
    }
    all.forEach(deadline -> deadline.arm(100));

    loop.advanceMillis(1_000);

    assertThat(fired).containsExactly("one");
  }

  @Test
  void one_may_arm_itself_and_others_when_it_expires() {
    Deadline other = wheel.create(() -> fired.add("other"));
    Deadline[] self = new Deadline[1];
    self[0] =
        wheel.create(() -> {
          fired.add("self");
          if (fired.size() < 3) {
            self[0].arm(0);
            other.arm(200);
          }
        });
    self[0].arm(0);

    loop.advanceMillis(Deadlines.TICK_MILLIS);
    assertThat(fired).as("not twice in one tick").hasSizeLessThanOrEqualTo(1);
    loop.advanceMillis(1_000);

    assertThat(fired).containsExactly("self", "self", "self", "other");
  }

  @Test
  void handing_it_over_changes_what_is_done_and_not_when() {
    Deadline deadline = wheel.create(() -> fired.add("before"));
    deadline.arm(100);

    deadline.onExpiry(() -> fired.add("after"));
    loop.advanceMillis(200);

    assertThat(fired).containsExactly("after");
  }

  @Test
  void one_that_is_rounds_away_waits_for_its_own_round() {
    wheel.create(() -> fired.add("far")).arm(10 * 51_200);
    wheel.create(() -> fired.add("near")).arm(51_200);

    loop.advanceMillis(10 * 51_200 - 1);
    assertThat(fired).containsExactly("near");
    loop.advanceMillis(2 * Deadlines.TICK_MILLIS);

    assertThat(fired).containsExactly("near", "far");
  }

  @Test
  void after_a_loop_was_held_up_all_that_is_due_fires_in_order() {
    for (int i = 9; i >= 0; i--) {
      String name = Integer.toString(i);
      wheel.create(() -> fired.add(name)).arm(i * 100L);
    }
    loop.nanos += TimeUnit.SECONDS.toNanos(300);

    loop.advanceMillis(Deadlines.TICK_MILLIS);

    assertThat(fired).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void many_fire_each_once() {
    for (int i = 0; i < 100_000; i++) {
      wheel.create(() -> fired.add("x")).arm(i % 7_000);
    }

    loop.advanceMillis(8_000);

    assertThat(fired).hasSize(100_000);
  }

  @Test
  void the_loop_is_not_woken_while_nothing_is_armed() {
    Deadline deadline = wheel.create(() -> fired.add("a"));
    deadline.arm(100);
    deadline.disarm();
    loop.advanceMillis(1_000);
    int before = loop.scheduled;

    loop.advanceMillis(100_000);

    assertThat(loop.scheduled).isEqualTo(before);
    assertThat(loop.timer).isNull();
  }

  @Test
  void one_that_throws_does_not_keep_the_others_from_firing() {
    for (int i = 0; i < 3; i++) {
      wheel
          .create(() -> {
            fired.add("a");
            throw new IllegalStateException("thrown by a test");
          })
          .arm(100);
    }
    wheel.create(() -> fired.add("b")).arm(1_000);

    loop.advanceMillis(2_000);

    assertThat(fired).containsExactly("a", "a", "a", "b");
  }
}
