package sekisho.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainTest {
  private final Drain drain = new Drain();

  @Test
  void nobody_is_asked_to_go_before_it_begins() {
    assertThat(drain.isDraining()).isFalse();
  }

  @Test
  void once_begun_it_goes_on() {
    drain.begin();
    drain.begin();

    assertThat(drain.isDraining()).isTrue();
  }

  @Test
  void its_events_are_taken_for_no_other() {
    Object begun = Drain.BEGUN;
    Object overdue = Drain.OVERDUE;

    assertThat(begun).isInstanceOf(Drain.Event.class).isNotEqualTo("DRAIN_BEGUN");
    assertThat(overdue).isInstanceOf(Drain.Event.class).isNotEqualTo(begun);
  }
}
