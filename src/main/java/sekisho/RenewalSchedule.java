package sekisho;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.Optional;
import sekisho.acme.Renewals;
import sekisho.control.RunningProxy;

/**
 * Looks every hour whether a certificate is to be renewed. What is due sooner, such as another try
 * after a failure, is not waited for: see {@link sekisho.acme.Renewals}.
 */
@Singleton
class RenewalSchedule {
  private volatile Optional<RunningProxy> proxy = Optional.empty();

  /** From now on it is this one's certificates. */
  void of(RunningProxy running) {
    proxy = Optional.of(running);
  }

  @Scheduled(every = "1h", delayed = "1h")
  void look() {
    proxy.flatMap(RunningProxy::renewals).ifPresent(Renewals::look);
  }
}
