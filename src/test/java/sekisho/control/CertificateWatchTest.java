package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sekisho.certificate.CertificatePair;
import sekisho.model.Configuration;
import sekisho.testing.Await;
import sekisho.testing.LogLines;
import sekisho.tls.ServerTls;

/** A certificate that is made in memory, and lives as long as the program all the same. */
class CertificateWatchTest {
  @AutoClose private final LogLines warnings = LogLines.of(ExpiryWarnings.class);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private ServerTls tls;
  private CertificateWatch watch;
  private CertificatePair first;

  @BeforeEach
  void begin() throws StartFailure {
    Configuration configuration =
        ConfigText.valid(
            ConfigText.tls(
                """
                "mode": "self_signed",
                "routing": { "default": { "mode": "tls_terminate", "upstream": "127.0.0.1:1" } }\
                """));
    Credentials credentials = Credentials.load(configuration, "f", clock, new ArrayList<>());
    tls = Compiler.tls(configuration, credentials);
    watch =
        new CertificateWatch(
            configuration, credentials, tls, () -> CompletableFuture.completedFuture(null), clock);
    first = tls.certificates().getFirst();
  }

  @AfterEach
  void end() {
    watch.close();
    tls.close();
  }

  @Test
  void one_that_grows_old_is_made_anew_for_the_same_names_before_anybody_is_warned() {
    pass(Duration.ofDays(75));
    watch.look();
    assertThat(served()).as("while it is young").isSameAs(first);

    pass(Duration.ofDays(10));
    watch.look();

    CertificatePair second = served();
    assertThat(second.leaf()).isNotEqualTo(first.leaf());
    assertThat(second.notAfter()).isAfter(first.notAfter().plus(Duration.ofDays(80)));
    assertThat(second.names()).isEqualTo(first.names());
    assertThat(second.addresses()).isEqualTo(first.addresses());
    assertThat(watch.served()).containsExactly(second);
    assertThat(warnings.texts()).isEmpty();
    watch.look();
    assertThat(served()).as("once").isSameAs(second);
  }

  @Test
  void it_is_looked_after_though_no_file_is() {
    pass(Duration.ofDays(200));

    watch.start();

    Await.until("another one is served", () -> !served().equals(first));
  }

  private CertificatePair served() {
    return tls.certificates().getFirst();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
