package sekisho.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationTest {
  @Test
  void equals_take_turns_in_order() {
    assertThat(turns(List.of(1, 1, 1), 0b111, 6)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void turns_are_spread_as_nginx_spreads_them() {
    assertThat(turns(List.of(5, 1, 1), 0b111, 7)).containsExactly(0, 0, 1, 0, 2, 0, 0);
  }

  @Test
  void who_is_left_out_takes_no_turn_and_the_others_share_evenly() {
    assertThat(turns(List.of(1, 1, 1), 0b101, 4)).containsExactly(0, 2, 0, 2);
  }

  @Test
  void turns_go_on_when_the_counter_runs_over() {
    Rotation rotation = new Rotation(List.of(1, 1), 0b11);

    assertThat(rotation.at(-1)).isNotEqualTo(rotation.at(-2));
    assertThat(rotation.at(Integer.MIN_VALUE)).isNotEqualTo(rotation.at(Integer.MAX_VALUE));
  }

  @Test
  void everyone_gets_what_its_weight_says_and_never_waits_for_longer_than_a_round() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      List<Integer> weights = new ArrayList<>();
      int size = 1 + random.nextInt(8);
      for (int member = 0; member < size; member++) {
        weights.add(1 + random.nextInt(20));
      }
      long among = 1 + random.nextLong((1L << size) - 1);
      int total = 0;
      for (int member = 0; member < size; member++) {
        total += Rotation.isIn(among, member) ? weights.get(member) : 0;
      }

      List<Integer> turns = turns(weights, among, total);

      for (int member = 0; member < size; member++) {
        int at = member;
        assertThat(turns.stream().filter(turn -> turn == at).count())
            .as("member %d of %s among %s, seed %d", member, weights, among, seed)
            .isEqualTo(Rotation.isIn(among, member) ? (long) weights.get(member) : 0L);
      }
    }
  }

  private static List<Integer> turns(List<Integer> weights, long among, int count) {
    Rotation rotation = new Rotation(weights, among);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(rotation.at(i));
    }
    return turns;
  }
}
