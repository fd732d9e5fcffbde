package sekisho.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainTest {
  private final Drain drain = new Drain();

  @Test
  void nobody_is_asked_to_go_before_it_begins() {
    assertThat(drain.isDraining()).isFalse();
    assertThat(drain.isOverdue()).isFalse();
  }

  @Test
  void it_begins_once_and_is_overdue_only_when_its_time_is_over() {
    drain.begin();
    assertThat(drain.isDraining()).isTrue();
    assertThat(drain.isOverdue()).isFalse();

    drain.end();

    assertThat(drain.isDraining()).isTrue();
    assertThat(drain.isOverdue()).isTrue();
  }

  @Test
  void its_event_is_taken_for_no_other() {
    Object event = Drain.BEGUN;

    assertThat(event).isInstanceOf(Drain.Event.class).isNotEqualTo("DRAIN_BEGUN");
  }
}
