package sekisho.strictness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The running proxy before clients that make mistakes, for half a minute or as long as told. */
@Timeout(value = 7, unit = TimeUnit.DAYS)
class RequestFuzzIT {
  /** So few would mean that nothing was tried. */
  private static final int AT_LEAST_ROUNDS = 100;

  @TempDir Path folder;

  @Test
  void nearly_good_requests_smuggle_nothing() {
    try (WatchedOrigin origin = WatchedOrigin.answering(RequestFuzz::answer);
        Gateway gateway = Gateway.before(origin, folder)) {
      long rounds = Fuzz.run(gateway, new RequestFuzz(gateway, origin));

      assertThat(rounds).isGreaterThan(AT_LEAST_ROUNDS);
      assertThat(gateway.sekisho().stdout().find(line -> line.contains(" ERROR "))).isEmpty();
    }
  }
}
