package sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {
  private static final int BYTES = 8 * 1024 * 1024;

  @Test
  void a_buffer_of_netty_is_counted_whoever_frees_it() {
    ByteBuf buffer = Unpooled.directBuffer(BYTES);

    long used = DirectMemory.usedBytes();

    assertThat(used).isGreaterThanOrEqualTo(BYTES);
    buffer.release();
  }
}
