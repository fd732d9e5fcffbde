package sekisho.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelWordsTest {
  @ParameterizedTest
  @CsvSource({
    "bind(..) failed with error(-98): Address already in use, Address already in use",
    "finishConnect(..) failed: Connection refused: a/1.2.3.4:5, Connection refused: a/1.2.3.4:5",
    "Connection reset by peer, Connection reset by peer",
    "no call: Permission denied, no call: Permission denied",
  })
  void the_name_and_the_number_of_the_call_go(String message, String words) {
    assertThat(KernelWords.of(new IOException(message))).isEqualTo(words);
    assertThat(KernelWords.withoutCall(message)).isEqualTo(words);
  }

  @Test
  void what_netty_wraps_is_unwrapped() {
    IOException limit = new IOException("newSocketStream(..) failed: Too many open files");

    assertThat(KernelWords.of(new ChannelException(limit))).isEqualTo("Too many open files");
  }

  @Test
  void who_says_nothing_is_named_by_its_kind() {
    assertThat(KernelWords.of(new ChannelException())).isEqualTo("ChannelException");
    assertThat(KernelWords.of(null)).isEqualTo("unknown");
  }
}
