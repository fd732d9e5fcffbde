package sekisho;

import io.quarkus.vertx.VertxOptionsCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import sekisho.limit.Limiters;
import sekisho.metrics.Meters;

/**
 * What the container makes, in the order the bytes flow: event loops, what clients may have of
 * them, and what is counted on them.
 */
@ApplicationScoped
final class Wiring {
  @Produces
  @Singleton
  VertxOptionsCustomizer eventLoops() {
    // One loop a core: more of them only take turns. Native epoll is half of what makes this fast.
    return options ->
        options
            .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
            .setPreferNativeTransport(true);
  }

  @Produces
  @Singleton
  Limiters limiters() {
    return new Limiters(System::nanoTime);
  }

  @Produces
  @Singleton
  Meters meters() {
    return new Meters();
  }
}
