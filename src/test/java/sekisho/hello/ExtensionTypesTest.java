package sekisho.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionTypesTest {
  @Test
  void a_type_is_new_once_whatever_came_between() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int hello = 0; hello < 500; hello++) {
      ExtensionTypes types = new ExtensionTypes();
      Set<Integer> expected = new HashSet<>();
      int range = new int[] {20, 64, 80, 65_536}[random.nextInt(4)];
      for (int i = 0; i < 40; i++) {
        int type = 65_535 - random.nextInt(range);
        int either = random.nextBoolean() ? type : random.nextInt(range);

        assertThat(types.add(either))
            .as("type %d, seed %d", either, seed)
            .isEqualTo(expected.add(either));
      }
    }
  }
}
